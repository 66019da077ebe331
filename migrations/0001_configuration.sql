-- What an apply writes: the declared objects, the ledger of what was applied, and the generations.

create table item_type (
  type text primary key,
  label text not null,
  description text not null default '',
  settings jsonb not null
);

create table category (
  id uuid primary key,
  machine_name text not null unique,
  label text not null,
  description text not null default '',
  settings jsonb not null default '{}'
);

create table category_tag (
  id uuid primary key,
  category_id uuid not null references category on delete cascade,
  label text not null,
  description text not null default '',
  weight integer not null default 0,
  langcode text not null default 'und'
);
create index category_tag_category on category_tag (category_id, weight, label);

create table category_tag_hierarchy (
  tag_id uuid not null references category_tag on delete cascade,
  parent_id uuid not null references category_tag on delete cascade,
  primary key (tag_id, parent_id),
  check (tag_id <> parent_id)
);
create index category_tag_hierarchy_parent on category_tag_hierarchy (parent_id);

create table role (
  id uuid primary key,
  name text not null unique,
  label text not null,
  weight integer not null default 0,
  all_permissions boolean not null default false
);

create table role_permission (
  role_id uuid not null references role on delete cascade,
  permission text not null,
  primary key (role_id, permission)
);

create table gather (name text primary key, spec jsonb not null);
create table rate_limit (name text primary key, spec jsonb not null);
create table text_format (name text primary key, spec jsonb not null);
create table menu (name text primary key, spec jsonb not null);
create table import (name text primary key, spec jsonb not null);
create table variable (name text primary key, value jsonb not null);

-- Plugins that are known here. `spec` is the manifest and the hash of the bundle.
create table system (
  name text primary key,
  status smallint not null default 1,
  spec jsonb not null
);

-- The last applied spec of every managed object; leaves have the form that the reconciler compares.
create table pack_object (
  kind text not null,
  name text not null,
  pack text not null,
  source text not null,
  spec jsonb not null,
  owner text not null default 'pack',
  primary key (kind, name)
);

create table pack_apply (
  id uuid primary key,
  generation bigint not null unique,
  applied_at timestamptz not null default now(),
  applied_by text not null,
  plan jsonb not null,
  state_hash text not null,
  packs_hash text not null
);

create table audit (
  id uuid primary key,
  happened_at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}'
);
create index audit_happened_at on audit (happened_at);

-- Expression indexes that gathers ask for, and how far each is.
create table index_build (
  name text primary key,
  definition text not null,
  state text not null check (state in ('wanted', 'building', 'built', 'failed')),
  detail text not null default '',
  changed_at timestamptz not null default now()
);
