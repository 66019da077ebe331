const NAMES = `
abs acos acosd age any_value array_agg array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position
array_positions array_prepend array_remove array_replace array_to_json array_to_string array_upper ascii asin asind atan atan2 avg
bit_and bit_count bit_length bit_or bit_xor bool_and bool_or btrim cardinality cbrt ceil ceiling char_length character_length chr
clock_timestamp coalesce concat concat_ws corr cos cosd cot count covar_pop covar_samp cume_dist current_database current_schema date
date_bin date_part date_trunc decode degrees dense_rank div encode every exp extract factorial first_value float4 float8 floor format
gcd gen_random_uuid generate_series generate_subscripts greatest initcap int2 int4 int8 isempty isfinite json_agg json_array_elements
json_array_elements_text json_array_length json_build_array json_build_object json_each json_each_text json_extract_path
json_extract_path_text json_object json_object_agg json_object_keys json_populate_record json_populate_recordset json_strip_nulls
json_to_record json_to_recordset json_typeof jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length
jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object
jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first
jsonb_populate_record jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record
jsonb_to_recordset jsonb_typeof justify_days justify_hours justify_interval lag last_value lcm lead least left length like_escape ln
localtime localtimestamp log log10 lower lower_inc lower_inf lpad ltrim make_date make_interval make_time make_timestamp
make_timestamptz max md5 min mod mode normalize now nth_value ntile nullif num_nonnulls num_nulls numeric numnode octet_length overlay
overlaps parse_ident percent_rank percentile_cont percentile_disc pg_column_size pg_size_pretty pg_sleep pg_typeof phraseto_tsquery pi
plainto_tsquery position power querytree quote_ident quote_literal quote_nullable radians random range_agg range_merge rank
regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table
regexp_substr repeat replace reverse right round row_number row_to_json rpad rtrim scale setseed setweight sha224 sha256 sha384 sha512
sign similarity sin sind split_part sqrt starts_with statement_timestamp stddev stddev_pop stddev_samp string_agg string_to_array
string_to_table strip strpos strict_word_similarity substr substring sum tan tand text timeofday timezone to_ascii to_char to_date
to_hex to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector transaction_timestamp translate trim trim_array trim_scale trunc
ts_delete ts_filter ts_headline ts_rank ts_rank_cd tsvector_to_array unaccent unistr unnest upper upper_inc upper_inf uuid
var_pop var_samp variance websearch_to_tsquery width_bucket word_similarity xmlcomment
`;

/**
 * The functions that statements of a plugin's own may call: those that work on the values they are given. None of them
 * reads a file, runs text as SQL, changes a setting of the connection, takes a lock or tells about others.
 */
export const RAW_FUNCTIONS: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));

/**
 * The parts of Postgres' grammar that such statements are made of; anything that Postgres adds later is refused until
 * it stands here.
 */
export const RAW_NODES: ReadonlySet<string> = new Set(
  `A_ArrayExpr A_Const A_Expr A_Indices A_Indirection A_Star Alias BitString BoolExpr Boolean BooleanTest CaseExpr CaseWhen CoalesceExpr
  CollateClause ColumnRef CommonTableExpr DeleteStmt Float FuncCall GroupingFunc GroupingSet IndexElem InsertStmt Integer JoinExpr
  JsonAggConstructor JsonArrayAgg JsonArrayConstructor JsonArrayQueryConstructor JsonFuncExpr JsonIsPredicate JsonKeyValue
  JsonObjectAgg JsonObjectConstructor JsonOutput JsonParseExpr JsonReturning JsonScalarExpr JsonSerializeExpr JsonTable
  JsonTableColumn JsonTablePathSpec JsonValueExpr List MergeStmt MergeWhenClause MinMaxExpr MultiAssignRef NamedArgExpr NullTest
  ParamRef RangeFunction RangeSubselect RangeVar ResTarget RowExpr SQLValueFunction SelectStmt SetToDefault SortBy String SubLink
  TypeCast TypeName UpdateStmt WindowDef`.split(/\s+/),
);
