update item_type set label = 'Basic page';
insert into audit (id, happened_at, actor, action, subject)
values (gen_random_uuid(), now() - interval '49 hours', 'admin', 'update', 'type.page'),
  (gen_random_uuid(), now() - interval '5 days', 'editor', 'update', 'type.page');
