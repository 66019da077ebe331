-- Who may do what with an item, as plugins say it: whoever holds `grant_id` in the plugin's `realm`. The rows are those of a revision,
-- so that a stage that shows another revision has its own.
create table item_grant (
  item_id uuid not null references item on delete cascade,
  revision_id uuid not null,
  plugin text not null,
  realm text not null,
  grant_id text not null,
  operation text not null check (operation in ('view', 'edit', 'delete')),
  primary key (revision_id, plugin, operation, realm, grant_id)
);
create index item_grant_item on item_grant (item_id);
create index item_grant_held on item_grant (plugin, realm, grant_id, operation);

-- How far the items that were there before a plugin have its grants: all up to `after`; what `signature` says of the plugin made them.
create table item_grant_build (
  plugin text primary key,
  signature text not null,
  after uuid,
  is_finished boolean not null default false
);
