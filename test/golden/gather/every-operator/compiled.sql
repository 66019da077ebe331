-- rows
select "item"."id", "item"."current_revision_id", "item"."type", "item"."title", "item"."author_id", "item"."status", "item"."promote", "item"."sticky", "item"."alias", "item"."langcode", "item"."stage_id", "item"."created", "item"."changed", "item"."fields"
  from item where stage_id = 'live'
  and type = 'film'
  and "item"."status" = 1
  and (fields->'field_director'->>'value') = 'O''Hara'
  and not (fields->'field_director'->>'value') = 'x'
  and (fields->'field_director'->>'value') ilike E'%a\\\\b%'
  and (fields->'field_director'->>'value') ilike 'x%'
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) > 4
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) >= 4.5
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) < 9
  and ((fields->'field_released'->>'value') COLLATE "C") <= '1999-12-31'
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) >= 1
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) <= 9
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) >= 1
  and (fields->'field_mpaa'->>'value') = any('{"G","PG"}'::"text"[])
  and not (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) = any('{"5","6"}'::"numeric"[])
  and ((fields->'field_released'->>'value') COLLATE "C") is null
  and (fields->'field_synopsis'->>'value') is not null
  and (CASE fields->'field_seen'->>'value' WHEN 'true' THEN true WHEN 'false' THEN false END) = true
  and (fields->'field_genre'->0->>'target_id') = '018f0000-0000-7000-8000-000000000001'
  and (fields->'field_genre'->0->>'target_id') = any('{"018f0000-0000-7000-8000-000000000001","018f0000-0000-7000-8000-000000000002"}'::"text"[])
  and (fields @> '{"field_themes":[{"target_id":"018f0000-0000-7000-8000-000000000001"}]}'::jsonb or fields @> '{"field_themes":[{"target_id":"018f0000-0000-7000-8000-000000000002"}]}'::jsonb)
  and ((fields->'field_genre'->0->>'target_id') = '018f0000-0000-7000-8000-000000000001' or fields @> '{"field_themes":[{"target_id":"018f0000-0000-7000-8000-000000000001"}]}'::jsonb)
  and created >= '2020-01-01T00:00:00Z'::timestamptz
  and created < '2021-01-01T00:00:00Z'::timestamptz
  and author_id = '018f0000-0000-7000-8000-000000000009'
  and exists (select from jsonb_array_elements(case jsonb_typeof(fields->'field_years') when 'array' then fields->'field_years' else '[]' end) as entry
  where (CASE jsonb_typeof(entry->'value') WHEN 'number' THEN (entry->'value')::numeric WHEN 'string' THEN CASE WHEN (entry->>'value') ~ '^-?\d+(\.\d+)?$' THEN (entry->>'value')::numeric END END) > 1990)
  and ((CASE jsonb_typeof(fields->'field_years'->0->'value') WHEN 'number' THEN (fields->'field_years'->0->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_years'->0->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_years'->0->>'value')::numeric END END) is not null
  and not exists (select from jsonb_array_elements(case jsonb_typeof(fields->'field_years') when 'array' then fields->'field_years' else '[]' end) as entry
  where (CASE jsonb_typeof(entry->'value') WHEN 'number' THEN (entry->'value')::numeric WHEN 'string' THEN CASE WHEN (entry->>'value') ~ '^-?\d+(\.\d+)?$' THEN (entry->>'value')::numeric END END) = any('{"1990","1991"}'::"numeric"[])))
  and false
  and sticky = false
  order by created desc, id desc
  limit 25

-- count
select count(*) as total
  from item where stage_id = 'live'
  and type = 'film'
  and "item"."status" = 1
  and (fields->'field_director'->>'value') = 'O''Hara'
  and not (fields->'field_director'->>'value') = 'x'
  and (fields->'field_director'->>'value') ilike E'%a\\\\b%'
  and (fields->'field_director'->>'value') ilike 'x%'
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) > 4
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) >= 4.5
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) < 9
  and ((fields->'field_released'->>'value') COLLATE "C") <= '1999-12-31'
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) >= 1
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) <= 9
  and (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) >= 1
  and (fields->'field_mpaa'->>'value') = any('{"G","PG"}'::"text"[])
  and not (CASE jsonb_typeof(fields->'field_rating'->'value') WHEN 'number' THEN (fields->'field_rating'->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END END) = any('{"5","6"}'::"numeric"[])
  and ((fields->'field_released'->>'value') COLLATE "C") is null
  and (fields->'field_synopsis'->>'value') is not null
  and (CASE fields->'field_seen'->>'value' WHEN 'true' THEN true WHEN 'false' THEN false END) = true
  and (fields->'field_genre'->0->>'target_id') = '018f0000-0000-7000-8000-000000000001'
  and (fields->'field_genre'->0->>'target_id') = any('{"018f0000-0000-7000-8000-000000000001","018f0000-0000-7000-8000-000000000002"}'::"text"[])
  and (fields @> '{"field_themes":[{"target_id":"018f0000-0000-7000-8000-000000000001"}]}'::jsonb or fields @> '{"field_themes":[{"target_id":"018f0000-0000-7000-8000-000000000002"}]}'::jsonb)
  and ((fields->'field_genre'->0->>'target_id') = '018f0000-0000-7000-8000-000000000001' or fields @> '{"field_themes":[{"target_id":"018f0000-0000-7000-8000-000000000001"}]}'::jsonb)
  and created >= '2020-01-01T00:00:00Z'::timestamptz
  and created < '2021-01-01T00:00:00Z'::timestamptz
  and author_id = '018f0000-0000-7000-8000-000000000009'
  and exists (select from jsonb_array_elements(case jsonb_typeof(fields->'field_years') when 'array' then fields->'field_years' else '[]' end) as entry
  where (CASE jsonb_typeof(entry->'value') WHEN 'number' THEN (entry->'value')::numeric WHEN 'string' THEN CASE WHEN (entry->>'value') ~ '^-?\d+(\.\d+)?$' THEN (entry->>'value')::numeric END END) > 1990)
  and ((CASE jsonb_typeof(fields->'field_years'->0->'value') WHEN 'number' THEN (fields->'field_years'->0->'value')::numeric WHEN 'string' THEN CASE WHEN (fields->'field_years'->0->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_years'->0->>'value')::numeric END END) is not null
  and not exists (select from jsonb_array_elements(case jsonb_typeof(fields->'field_years') when 'array' then fields->'field_years' else '[]' end) as entry
  where (CASE jsonb_typeof(entry->'value') WHEN 'number' THEN (entry->'value')::numeric WHEN 'string' THEN CASE WHEN (entry->>'value') ~ '^-?\d+(\.\d+)?$' THEN (entry->>'value')::numeric END END) = any('{"1990","1991"}'::"numeric"[])))
  and false
  and sticky = false
