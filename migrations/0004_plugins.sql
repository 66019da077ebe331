-- What plugins keep beyond a request.

create table plugin_variable (
  plugin text not null,
  name text not null,
  value text not null,
  primary key (plugin, name)
);

-- The pages that plugins serve, by their paths.
create table plugin_route (name text primary key, spec jsonb not null);

-- How far each plugin came: it was installed, in which version its last step succeeded, and whether it was told that it is enabled.
create table plugin_lifecycle (
  plugin text primary key,
  version text not null,
  enabled boolean not null,
  changed_at timestamptz not null default now()
);
