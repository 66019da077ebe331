-- Who signs in, what they hold, and what was done with it.

create table users (
  id uuid primary key,
  name text not null,
  -- The encoded Argon2id hash; null for an account that has no password yet.
  pass text,
  mail text not null,
  is_admin boolean not null default false,
  status smallint not null default 1 check (status in (0, 1)),
  timezone text not null default 'UTC',
  language text not null default 'und',
  created timestamptz not null default now(),
  changed timestamptz not null default now(),
  access timestamptz,
  login timestamptz,
  data jsonb not null default '{}'
);
create unique index users_name on users (lower(name));
create unique index users_mail on users (lower(mail));
create index users_created on users (created desc, id desc);

create table users_roles (
  user_id uuid not null references users on delete cascade,
  role_id uuid not null references role on delete cascade,
  primary key (user_id, role_id)
);
create index users_roles_role on users_roles (role_id);

-- Links that may be used once. Only the hash is kept, so that who reads the table can use none of them.
create table one_time_token (
  id uuid primary key,
  purpose text not null check (purpose in ('login', 'password')),
  user_id uuid not null references users on delete cascade,
  token_hash bytea not null unique,
  created timestamptz not null default now(),
  expires_at timestamptz not null
);
create index one_time_token_of_user on one_time_token (user_id);
create index one_time_token_expires_at on one_time_token (expires_at);

-- Sessions, where there is no Redis. Unlike the counters they outlive a crash. `key` is the hash of what the cookie holds.
create table session (
  key text primary key,
  user_id uuid,
  data jsonb not null,
  created timestamptz not null default now(),
  used timestamptz not null default now(),
  expires_at timestamptz not null
);
create index session_of_user on session (user_id) where user_id is not null;
create index session_expires_at on session (expires_at);

create index audit_subject on audit (subject, happened_at desc);
create index audit_action on audit (action, happened_at desc);
create index item_author on item (author_id) where stage_id = 'live';
