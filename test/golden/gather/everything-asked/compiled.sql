-- rows
/* planned anew */ select "item"."id", "item"."current_revision_id", "item"."type", "item"."title", "item"."author_id", "item"."status", "item"."promote", "item"."sticky", "item"."alias", "item"."langcode", "item"."stage_id", "item"."created", "item"."changed", "item"."fields"
  from item where stage_id = 'live'
  and type = 'film'
  and "item"."status" = 1
  and title ilike $1
  and (fields->'field_genre'->0->>'target_id') = any($2::"text"[])
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) >= $3
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) <= $4
  and ((fields->'field_released'->>'value') COLLATE "C") <= $5
  order by title desc, id desc
  limit 24 offset $6
-- $1 "%100\\%\\_off%"
-- $2 ["018f0000-0000-7000-8000-000000000001","018f0000-0000-7000-8000-000000000002"]
-- $3 7
-- $4 9.5
-- $5 "1999-12-31"
-- $6 48

-- count
/* planned anew */ select count(*) as total
  from item where stage_id = 'live'
  and type = 'film'
  and "item"."status" = 1
  and title ilike $1
  and (fields->'field_genre'->0->>'target_id') = any($2::"text"[])
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) >= $3
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) <= $4
  and ((fields->'field_released'->>'value') COLLATE "C") <= $5
-- $1 "%100\\%\\_off%"
-- $2 ["018f0000-0000-7000-8000-000000000001","018f0000-0000-7000-8000-000000000002"]
-- $3 7
-- $4 9.5
-- $5 "1999-12-31"
