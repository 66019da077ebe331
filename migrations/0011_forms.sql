-- Forms that packs declare, and what was sent with them. What was sent outlives its form.

create table form (name text primary key, spec jsonb not null);

create table form_submission (
  id uuid primary key,
  form text not null,
  submitted_at timestamptz not null default now(),
  -- Null for visitors who were not signed in, and for accounts that are gone.
  user_id uuid references users on delete set null,
  data jsonb not null
);
create index form_submission_form on form_submission (form, id desc);
create index form_submission_user on form_submission (user_id) where user_id is not null;
