-- Who made a revision, and the form that it came with: what is sent twice is saved once.
alter table item_revision add column revised_by uuid;
alter table item_revision add column submission uuid;
create unique index item_revision_submission on item_revision (submission) where submission is not null;

-- What somebody has typed and not saved yet: `content` is the form as it would be sent. `subject` is the id of an item, or the name of the
-- type of a new one.
create table item_draft (
  user_id uuid not null references users on delete cascade,
  stage_id text not null references stage on delete cascade,
  subject text not null,
  item_id uuid references item on delete cascade,
  base_revision_id uuid,
  content text not null,
  saved timestamptz not null default now(),
  primary key (user_id, stage_id, subject)
);
create index item_draft_item on item_draft (item_id) where item_id is not null;
create index item_draft_saved on item_draft (saved);

-- Who has an item's form open, as far as is known; nobody is kept from anything by it.
create unlogged table item_editing (
  item_id uuid not null references item on delete cascade,
  user_id uuid not null references users on delete cascade,
  seen timestamptz not null default now(),
  primary key (item_id, user_id)
);
create index item_editing_user on item_editing (user_id);
