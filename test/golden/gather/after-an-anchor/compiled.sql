-- rows
select "item"."id", "item"."current_revision_id", "item"."type", "item"."title", "item"."author_id", "item"."status", "item"."promote", "item"."sticky", "item"."alias", "item"."langcode", "item"."stage_id", "item"."created", "item"."changed", "item"."fields", ((CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END))::text as anchor
  from item where stage_id = 'live'
  and type = 'film'
  and "item"."status" = 1
  and ((CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END), id) < ($1::numeric, $2::uuid)
  order by (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) desc nulls last, id desc
  limit 24
-- $1 "7.5"
-- $2 "018f0000-0000-7000-8000-000000000001"

-- count
select count(*) as total
  from item where stage_id = 'live'
  and type = 'film'
  and "item"."status" = 1
