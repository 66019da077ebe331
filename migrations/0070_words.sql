-- Sentences of the kernel as packs say them, by language: `spec` holds them by group and name.
create table words (name text primary key, spec jsonb not null);
