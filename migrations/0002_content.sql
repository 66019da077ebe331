-- Items, their revisions, and what a stage knows of them.

create extension if not exists pg_trgm;

create table stage (
  id text primary key,
  label text not null,
  created timestamptz not null default now()
);
insert into stage (id, label) values ('live', 'Live');

create table item (
  id uuid primary key,
  current_revision_id uuid not null,
  type text not null references item_type on update cascade,
  title text not null,
  author_id uuid not null,
  status smallint not null default 1 check (status in (0, 1)),
  promote boolean not null default false,
  sticky boolean not null default false,
  alias text,
  langcode text not null default 'und',
  stage_id text not null default 'live' references stage,
  created timestamptz not null default now(),
  changed timestamptz not null default now(),
  fields jsonb not null default '{}'
);

create table item_revision (
  id uuid primary key,
  item_id uuid not null references item on delete cascade,
  title text not null,
  fields jsonb not null,
  status smallint not null,
  promote boolean not null,
  sticky boolean not null,
  author_id uuid not null,
  alias text,
  langcode text not null,
  log_message text not null default '',
  created timestamptz not null default now()
);
create index item_revision_item on item_revision (item_id, id desc);

alter table item add constraint item_current_revision
  foreign key (current_revision_id) references item_revision deferrable initially deferred;

create index item_fields on item using gin (fields jsonb_path_ops);
create index item_type_created on item (type, created desc, id desc) where stage_id = 'live';
create index item_current_revision_id on item (current_revision_id);

-- A revision is what was said at one time. Only a key rewrite by an apply, or an erasure, may touch one, and says so in its transaction.
create function item_revision_is_immutable() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('trovato.rewrite_revisions', true), '') = 'on' then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' and not exists (select from item where id = old.item_id) then
    return old;
  end if;
  raise exception 'revision % is immutable', old.id using errcode = 'integrity_constraint_violation';
end $$;
create trigger item_revision_immutable before update or delete on item_revision
  for each row execute function item_revision_is_immutable();

-- The revision of an item that a stage shows instead of the live one, and the live revision that the edit began from.
create table stage_association (
  stage_id text not null references stage on delete cascade,
  item_id uuid not null references item on delete cascade,
  revision_id uuid not null references item_revision,
  base_revision_id uuid,
  primary key (stage_id, item_id)
);
create index stage_association_item on stage_association (item_id);

create table stage_deletion (
  stage_id text not null references stage on delete cascade,
  item_id uuid not null references item on delete cascade,
  primary key (stage_id, item_id)
);
create index stage_deletion_item on stage_deletion (item_id);

-- Which item a record of an import became; `record_hash` tells whether the record changed since.
create table import_record (
  import text not null,
  record_key text not null,
  item_id uuid not null references item on delete cascade,
  record_hash text not null,
  primary key (import, record_key)
);
create index import_record_item on import_record (item_id);
