-- rows
with item_in_stage as ( select live.id, coalesce(revision.id, live.current_revision_id) as current_revision_id, live.type, case when revision.id is null then live.title else revision.title end as title, case when revision.id is null then live.author_id else revision.author_id end as author_id, case when revision.id is null then live.status else revision.status end as status, case when revision.id is null then live.promote else revision.promote end as promote, case when revision.id is null then live.sticky else revision.sticky end as sticky, case when revision.id is null then live.alias else revision.alias end as alias, case when revision.id is null then live.langcode else revision.langcode end as langcode, live.stage_id, live.created, coalesce(revision.created, live.changed) as changed, case when revision.id is null then live.fields else revision.fields end as fields
  from item as live left join stage_association as association on association.item_id = live.id
  and association.stage_id = $1 left join item_revision as revision on revision.id = association.revision_id
  where live.stage_id in ('live', $2)
  and not exists (select from stage_deletion as deletion
  where deletion.item_id = live.id
  and deletion.stage_id = $3)
  ) select "item"."id", "item"."current_revision_id", "item"."type", "item"."title", "item"."author_id", "item"."status", "item"."promote", "item"."sticky", "item"."alias", "item"."langcode", "item"."stage_id", "item"."created", "item"."changed", "item"."fields" from item_in_stage as item
  where type = 'film'
  and "item"."status" = 1
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) > 4
  order by ((fields->'field_released'->>'value') COLLATE "C") desc nulls last, id desc
  limit 25
-- $1 "spring"
-- $2 "spring"
-- $3 "spring"

-- count
with item_in_stage as ( select live.id, coalesce(revision.id, live.current_revision_id) as current_revision_id, live.type, case when revision.id is null then live.title else revision.title end as title, case when revision.id is null then live.author_id else revision.author_id end as author_id, case when revision.id is null then live.status else revision.status end as status, case when revision.id is null then live.promote else revision.promote end as promote, case when revision.id is null then live.sticky else revision.sticky end as sticky, case when revision.id is null then live.alias else revision.alias end as alias, case when revision.id is null then live.langcode else revision.langcode end as langcode, live.stage_id, live.created, coalesce(revision.created, live.changed) as changed, case when revision.id is null then live.fields else revision.fields end as fields
  from item as live left join stage_association as association on association.item_id = live.id
  and association.stage_id = $1 left join item_revision as revision on revision.id = association.revision_id
  where live.stage_id in ('live', $2)
  and not exists (select from stage_deletion as deletion
  where deletion.item_id = live.id
  and deletion.stage_id = $3)
  ) select count(*) as total from item_in_stage as item
  where type = 'film'
  and "item"."status" = 1
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) > 4
-- $1 "spring"
-- $2 "spring"
-- $3 "spring"
