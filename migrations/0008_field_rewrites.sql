-- Renames that are too long for one transaction, and names that were exchanged.

-- A field whose values are still on their way from their previous key to that of its name: `part` and `after_id` say how far they are.
create table field_rewrite (
  type text not null references item_type on update cascade on delete cascade,
  field text not null,
  previous text not null,
  part text not null default 'item' check (part in ('item', 'revision', 'done')),
  after_id uuid not null default '00000000-0000-0000-0000-000000000000',
  done bigint not null default 0,
  total bigint,
  started_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (type, field)
);

-- Fields that took each other's names, as the packs say it. Both names are there before and after, so that only this tells that it is done.
create table exchanged_names (
  kind text not null,
  name text not null,
  moves text not null,
  primary key (kind, name, moves)
);
