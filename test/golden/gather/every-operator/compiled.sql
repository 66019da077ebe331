-- rows
select "item"."id", "item"."current_revision_id", "item"."type", "item"."title", "item"."author_id", "item"."status", "item"."promote", "item"."sticky", "item"."alias", "item"."langcode", "item"."stage_id", "item"."created", "item"."changed", "item"."fields"
  from item where stage_id = 'live'
  and type = 'film'
  and "item"."status" = 1
  and (fields->'field_director'->>'value') = $1
  and not (fields->'field_director'->>'value') = $2
  and (fields->'field_director'->>'value') ilike $3
  and (fields->'field_director'->>'value') ilike $4
  and (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) > $5
  and (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) >= $6
  and (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) < $7
  and ((fields->'field_released'->>'value') COLLATE "C") <= $8
  and (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) >= $9
  and (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) <= $10
  and (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) >= $11
  and (fields->'field_mpaa'->>'value') = any($12::"text"[])
  and not (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) = any($13::"numeric"[])
  and ((fields->'field_released'->>'value') COLLATE "C") is null
  and (fields->'field_synopsis'->>'value') is not null
  and (CASE fields->'field_seen'->>'value' WHEN 'true' THEN true WHEN 'false' THEN false END) = $14
  and (fields->'field_genre'->0->>'target_id') = $15
  and (fields->'field_genre'->0->>'target_id') = any($16::"text"[])
  and (fields @> $17::jsonb or fields @> $18::jsonb)
  and ((fields->'field_genre'->0->>'target_id') = $19 or fields @> $20::jsonb)
  and created >= $21::timestamptz
  and created < $22::timestamptz
  and author_id = $23
  and exists (select from jsonb_array_elements(case jsonb_typeof(fields->'field_years') when 'array' then fields->'field_years' else '[]' end) as entry
  where (CASE WHEN (entry->>'value') ~ '^-?\d+(\.\d+)?$' THEN (entry->>'value')::numeric END) > $24)
  and ((CASE WHEN (fields->'field_years'->0->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_years'->0->>'value')::numeric END) is not null
  and not exists (select from jsonb_array_elements(case jsonb_typeof(fields->'field_years') when 'array' then fields->'field_years' else '[]' end) as entry
  where (CASE WHEN (entry->>'value') ~ '^-?\d+(\.\d+)?$' THEN (entry->>'value')::numeric END) = any($25::"numeric"[])))
  and false
  and sticky = $26
  order by created desc, id desc
  limit $27 offset $28
-- $1 "O'Hara"
-- $2 "x"
-- $3 "%a\\\\b%"
-- $4 "x%"
-- $5 4
-- $6 4.5
-- $7 9
-- $8 "1999-12-31"
-- $9 1
-- $10 9
-- $11 1
-- $12 ["G","PG"]
-- $13 [5,6]
-- $14 true
-- $15 "018f0000-0000-7000-8000-000000000001"
-- $16 ["018f0000-0000-7000-8000-000000000001","018f0000-0000-7000-8000-000000000002"]
-- $17 "{\"field_themes\":[{\"target_id\":\"018f0000-0000-7000-8000-000000000001\"}]}"
-- $18 "{\"field_themes\":[{\"target_id\":\"018f0000-0000-7000-8000-000000000002\"}]}"
-- $19 "018f0000-0000-7000-8000-000000000001"
-- $20 "{\"field_themes\":[{\"target_id\":\"018f0000-0000-7000-8000-000000000001\"}]}"
-- $21 "2020-01-01T00:00:00Z"
-- $22 "2021-01-01T00:00:00Z"
-- $23 "018f0000-0000-7000-8000-000000000009"
-- $24 1990
-- $25 [1990,1991]
-- $26 false
-- $27 25
-- $28 0

-- count
select count(*) as total
  from item where stage_id = 'live'
  and type = 'film'
  and "item"."status" = 1
  and (fields->'field_director'->>'value') = $1
  and not (fields->'field_director'->>'value') = $2
  and (fields->'field_director'->>'value') ilike $3
  and (fields->'field_director'->>'value') ilike $4
  and (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) > $5
  and (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) >= $6
  and (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) < $7
  and ((fields->'field_released'->>'value') COLLATE "C") <= $8
  and (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) >= $9
  and (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) <= $10
  and (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) >= $11
  and (fields->'field_mpaa'->>'value') = any($12::"text"[])
  and not (CASE WHEN (fields->'field_rating'->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_rating'->>'value')::numeric END) = any($13::"numeric"[])
  and ((fields->'field_released'->>'value') COLLATE "C") is null
  and (fields->'field_synopsis'->>'value') is not null
  and (CASE fields->'field_seen'->>'value' WHEN 'true' THEN true WHEN 'false' THEN false END) = $14
  and (fields->'field_genre'->0->>'target_id') = $15
  and (fields->'field_genre'->0->>'target_id') = any($16::"text"[])
  and (fields @> $17::jsonb or fields @> $18::jsonb)
  and ((fields->'field_genre'->0->>'target_id') = $19 or fields @> $20::jsonb)
  and created >= $21::timestamptz
  and created < $22::timestamptz
  and author_id = $23
  and exists (select from jsonb_array_elements(case jsonb_typeof(fields->'field_years') when 'array' then fields->'field_years' else '[]' end) as entry
  where (CASE WHEN (entry->>'value') ~ '^-?\d+(\.\d+)?$' THEN (entry->>'value')::numeric END) > $24)
  and ((CASE WHEN (fields->'field_years'->0->>'value') ~ '^-?\d+(\.\d+)?$' THEN (fields->'field_years'->0->>'value')::numeric END) is not null
  and not exists (select from jsonb_array_elements(case jsonb_typeof(fields->'field_years') when 'array' then fields->'field_years' else '[]' end) as entry
  where (CASE WHEN (entry->>'value') ~ '^-?\d+(\.\d+)?$' THEN (entry->>'value')::numeric END) = any($25::"numeric"[])))
  and false
  and sticky = $26
-- $1 "O'Hara"
-- $2 "x"
-- $3 "%a\\\\b%"
-- $4 "x%"
-- $5 4
-- $6 4.5
-- $7 9
-- $8 "1999-12-31"
-- $9 1
-- $10 9
-- $11 1
-- $12 ["G","PG"]
-- $13 [5,6]
-- $14 true
-- $15 "018f0000-0000-7000-8000-000000000001"
-- $16 ["018f0000-0000-7000-8000-000000000001","018f0000-0000-7000-8000-000000000002"]
-- $17 "{\"field_themes\":[{\"target_id\":\"018f0000-0000-7000-8000-000000000001\"}]}"
-- $18 "{\"field_themes\":[{\"target_id\":\"018f0000-0000-7000-8000-000000000002\"}]}"
-- $19 "018f0000-0000-7000-8000-000000000001"
-- $20 "{\"field_themes\":[{\"target_id\":\"018f0000-0000-7000-8000-000000000001\"}]}"
-- $21 "2020-01-01T00:00:00Z"
-- $22 "2021-01-01T00:00:00Z"
-- $23 "018f0000-0000-7000-8000-000000000009"
-- $24 1990
-- $25 [1990,1991]
-- $26 false
