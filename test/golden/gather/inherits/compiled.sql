-- rows
select "item"."id", "item"."current_revision_id", "item"."type", "item"."title", "item"."author_id", "item"."status", "item"."promote", "item"."sticky", "item"."alias", "item"."langcode", "item"."stage_id", "item"."created", "item"."changed", "item"."fields"
  from item where stage_id = 'live'
  and type = 'film'
  and "item"."status" = 1
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) > 8
  and (fields->'field_mpaa'->>'value') = 'G'
  order by ((fields->'field_released'->>'value') COLLATE "C") desc nulls last, id desc
  limit 50

-- count
select count(*) as total
  from item where stage_id = 'live'
  and type = 'film'
  and "item"."status" = 1
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) > 8
  and (fields->'field_mpaa'->>'value') = 'G'
