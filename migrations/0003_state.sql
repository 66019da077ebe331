-- Shared state of the nodes, where there is no Redis. Counters may be lost in a crash; queued jobs may not.

create unlogged table state_entry (
  key text primary key,
  value jsonb not null,
  expires_at timestamptz
);
create index state_entry_expires_at on state_entry (expires_at) where expires_at is not null;

create table queue_entry (
  id uuid primary key,
  queue text not null,
  payload jsonb not null,
  attempts integer not null default 0,
  available_at timestamptz not null default now(),
  taken_until timestamptz,
  failed_at timestamptz,
  error text,
  created timestamptz not null default now()
);
create index queue_entry_available on queue_entry (queue, available_at) where failed_at is null;
