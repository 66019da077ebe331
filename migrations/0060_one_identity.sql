-- One folding of names and addresses, whatever the locale of the database: Postgres' own lower() asks that, and libc may make an i of İ.
create function fold_identity(text) returns text immutable strict parallel safe
  language sql return lower($1 collate "und-x-icu");
create unique index users_identity_name on users (fold_identity(name));
create unique index users_identity_mail on users (fold_identity(mail));
