-- Items of which a plugin could not say who may do what with them when they were saved: it is asked again, those first that were asked longest ago.
create table item_grant_missing (
  plugin text not null,
  item_id uuid not null references item on delete cascade,
  asked_at timestamptz not null default now(),
  primary key (plugin, item_id)
);
