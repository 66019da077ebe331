-- The files of generations: templates, assets and modules of plugins, each once, by the hash of its content; and which of them belong together.
-- So a node serves a generation whose files it does not have.
create table site_file (
  sha256 text primary key,
  content bytea not null
);
create table site_file_list (
  hash text primary key,
  listing jsonb not null,
  hashes text[] not null,
  stored_at timestamptz not null default now()
);
