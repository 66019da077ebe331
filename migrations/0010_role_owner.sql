-- What of a role its pack leaves to the site: "site" for all of it, or an object of such parts; null where git owns the whole.

alter table role add column owner jsonb;
