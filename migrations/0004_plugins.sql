-- What plugins keep beyond a request.

create table plugin_variable (
  plugin text not null,
  name text not null,
  value text not null,
  primary key (plugin, name)
);
