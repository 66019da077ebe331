-- What plugins keep beyond a request.

create table plugin_variable (
  plugin text not null,
  name text not null,
  value text not null,
  primary key (plugin, name)
);

-- The pages that plugins serve, by their paths.
create table plugin_route (name text primary key, spec jsonb not null);
