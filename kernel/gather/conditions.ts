import { sql } from "slonik";
import type { FilterOperator } from "../kinds/gather/gather-spec.ts";
import type { Operand, Range } from "./operands.ts";
import type { Fragment } from "./raw-sql.ts";
import { quoted, rawSql } from "./raw-sql.ts";
import type { Source } from "./sources.ts";
import type { Bound } from "./value-kinds.ts";
import { VALUE_KINDS } from "./value-kinds.ts";

/** The tags that an operand stands for: itself, and for `has_or_descends` what is below it. */
export type TagLookup = (id: string) => readonly string[];

export const NOTHING = sql.fragment`false`;
const ENTRIES = rawSql("entry");

type Build = (source: Source, operand: Operand, descendants: TagLookup) => Fragment;
/** A condition on one value, of which `expression` is the SQL. */
type OnValue = (expression: Fragment, source: Source, operand: Operand) => Fragment;

/** What each filter operator means in SQL. Comparisons with no value at all are never true, as in SQL. */
const CONDITIONS: { readonly [operator in FilterOperator]: Build } = {
  equals: some((expression, { kind }, operand) => VALUE_KINDS[kind].equals(expression, operand as Bound)),
  not_equals: none((expression, { kind }, operand) => VALUE_KINDS[kind].equals(expression, operand as Bound)),
  contains: some((expression, _source, operand) => like(expression, `%${escapeLike(operand)}%`)),
  starts_with: some((expression, _source, operand) => like(expression, `${escapeLike(operand)}%`)),
  greater_than: some((expression, { kind }, operand) => VALUE_KINDS[kind].above(expression, operand as Bound)),
  greater_or_equal: some((expression, { kind }, operand) => VALUE_KINDS[kind].from(expression, operand as Bound)),
  less_than: some((expression, { kind }, operand) => VALUE_KINDS[kind].below(expression, operand as Bound)),
  less_or_equal: some((expression, { kind }, operand) => VALUE_KINDS[kind].upTo(expression, operand as Bound)),
  between: some((expression, { kind }, operand) => within(expression, kind, operand as Range)),
  in: some(oneOf),
  not_in: none(oneOf),
  is_null: (source) => sql.fragment`${rawSql(source.expression)} is null`,
  is_not_null: (source) => sql.fragment`${rawSql(source.expression)} is not null`,
  has_tag: (source, operand) => tagged(source, [String(operand)]),
  has_or_descends: (source, operand, descendants) => {
    const id = String(operand);
    return tagged(source, [id, ...descendants(id)]);
  },
};

/** The condition of a filter. */
export function condition(
  source: Source,
  operator: FilterOperator,
  operand: Operand,
  descendants: TagLookup,
): Fragment {
  return CONDITIONS[operator](source, operand, descendants);
}

/** True for some value of the source. */
function some(test: OnValue): Build {
  return (source, operand) =>
    source.entry === null
      ? test(rawSql(source.expression), source, operand)
      : anyEntry(source, test(rawSql(source.entry), source, operand));
}

/** True when there is a value, and the test is true for none. */
function none(test: OnValue): Build {
  return (source, operand) =>
    source.entry === null
      ? sql.fragment`not ${test(rawSql(source.expression), source, operand)}`
      : sql.fragment`(${rawSql(source.expression)} is not null and not ${anyEntry(source, test(rawSql(source.entry), source, operand))})`;
}

function anyEntry(source: Source, test: Fragment): Fragment {
  const list = source.stored;
  const entries = rawSql(`jsonb_array_elements(case jsonb_typeof(${list}) when 'array' then ${list} else '[]' end)`);
  return sql.fragment`exists (select from ${entries} as ${ENTRIES} where ${test})`;
}

function oneOf(expression: Fragment, { kind }: Source, operand: Operand): Fragment {
  const { sqlType } = VALUE_KINDS[kind];
  return sql.fragment`${expression} = any(${sql.array(operand as readonly Bound[], sqlType)})`;
}

function within(expression: Fragment, kind: Source["kind"], { min, max }: Range): Fragment {
  const { from, upTo } = VALUE_KINDS[kind];
  if (max === undefined) return from(expression, min!);
  if (min === undefined) return upTo(expression, max);
  return sql.fragment`${from(expression, min)} and ${upTo(expression, max)}`;
}

function like(expression: Fragment, pattern: string): Fragment {
  return sql.fragment`${expression} ilike ${pattern}`;
}

function escapeLike(operand: Operand): string {
  return String(operand).replace(/[\\%_]/g, "\\$&");
}

/**
 * A field with one reference is compared as text, for which there is an index with statistics; the index of the whole column
 * finds one of many.
 */
function tagged(source: Source, ids: readonly string[]): Fragment {
  const sources = source.field === null ? source.members : [source];
  const conditions = sources.flatMap((member) =>
    member.entry === null ? [single(member, ids)] : containing(member, ids),
  );
  if (conditions.length === 0) return NOTHING;
  if (conditions.length === 1) return conditions[0]!;
  return sql.fragment`(${sql.join(conditions, sql.fragment` or `)})`;
}

function single(source: Source, ids: readonly string[]): Fragment {
  const expression = rawSql(source.expression);
  if (ids.length === 1) return sql.fragment`${expression} = ${ids[0]!}`;
  return sql.fragment`${expression} = any(${sql.array(ids, "text")})`;
}

/** What stands under a previous key counts, whatever there is under the new one. */
function containing({ name, previous }: Source, ids: readonly string[]): readonly Fragment[] {
  const holds = (key: string, id: string) => sql.fragment`fields @> ${sql.jsonb({ [key]: [{ target_id: id }] })}`;
  if (previous.length === 0) return ids.map((id) => holds(name, id));
  return ids.flatMap((id) => {
    const moved = previous.map(({ type, key }) => rawSql(`not (type = ${quoted(type)} and fields ? ${quoted(key)})`));
    const unmoved = previous.map(
      ({ type, key }) => sql.fragment`(type = ${rawSql(quoted(type))} and ${holds(key, id)})`,
    );
    return [sql.fragment`(${sql.join([holds(name, id), ...moved], sql.fragment` and `)})`, ...unmoved];
  });
}
