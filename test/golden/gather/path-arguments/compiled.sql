-- rows
/* planned anew */ select "item"."id", "item"."current_revision_id", "item"."type", "item"."title", "item"."author_id", "item"."status", "item"."promote", "item"."sticky", "item"."alias", "item"."langcode", "item"."stage_id", "item"."created", "item"."changed", "item"."fields"
  from item where stage_id = 'live'
  and "item"."status" = 1
  and ((fields->'field_genre'->0->>'target_id') = any($1::"text"[]) or fields @> $2::jsonb or fields @> $3::jsonb)
  and (CASE jsonb_typeof(fields->'field_pages'->'value') WHEN 'number' THEN (fields->'field_pages'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_pages'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_pages'->>'value')::numeric END END) < 100
  order by created desc, id desc
  limit 25
-- $1 ["018f0000-0000-7000-8000-000000000001","018f0000-0000-7000-8000-000000000002"]
-- $2 "{\"field_themes\":[{\"target_id\":\"018f0000-0000-7000-8000-000000000001\"}]}"
-- $3 "{\"field_themes\":[{\"target_id\":\"018f0000-0000-7000-8000-000000000002\"}]}"

-- count
/* planned anew */ select count(*) as total
  from item where stage_id = 'live'
  and "item"."status" = 1
  and ((fields->'field_genre'->0->>'target_id') = any($1::"text"[]) or fields @> $2::jsonb or fields @> $3::jsonb)
  and (CASE jsonb_typeof(fields->'field_pages'->'value') WHEN 'number' THEN (fields->'field_pages'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_pages'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_pages'->>'value')::numeric END END) < 100
-- $1 ["018f0000-0000-7000-8000-000000000001","018f0000-0000-7000-8000-000000000002"]
-- $2 "{\"field_themes\":[{\"target_id\":\"018f0000-0000-7000-8000-000000000001\"}]}"
-- $3 "{\"field_themes\":[{\"target_id\":\"018f0000-0000-7000-8000-000000000002\"}]}"
