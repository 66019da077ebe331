-- rows
select "item"."id", "item"."current_revision_id", "item"."type", "item"."title", "item"."author_id", "item"."status", "item"."promote", "item"."sticky", "item"."alias", "item"."langcode", "item"."stage_id", "item"."created", "item"."changed", "item"."fields"
  from item where stage_id = 'live'
  and type = 'film'
  and "item"."status" = 1
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) > 4
  and false
  order by created desc, id desc
  limit 25

-- count
select count(*) as total
  from item where stage_id = 'live'
  and type = 'film'
  and "item"."status" = 1
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) > 4
  and false
