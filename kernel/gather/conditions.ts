import { sql } from "slonik";
import type { FilterOperator } from "../kinds/gather/gather-spec.ts";
import type { Operand } from "./operators/operand.ts";
import type { Compared, ComparedValue } from "./operators/operator.ts";
import { OPERATORS } from "./operators/operators.ts";
import type { Fragment } from "./raw-sql.ts";
import { quoted, rawSql } from "./raw-sql.ts";
import type { Source } from "./sources.ts";
import { VALUE_KINDS } from "./value-kinds.ts";

/** The tags that an operand stands for: itself, and for `has_or_descends` what is below it. */
export type TagLookup = (id: string) => readonly string[];

export const NOTHING = sql.fragment`false`;
const ENTRIES = rawSql("entry");

/** The condition of a filter. */
export function condition(
  source: Source,
  operator: FilterOperator,
  operand: Operand,
  descendants: TagLookup,
): Fragment {
  return OPERATORS[operator].condition(comparedSource(source, descendants), operand);
}

function comparedSource(source: Source, descendants: TagLookup): Compared {
  const expression = rawSql(source.expression);
  const one = comparedValue(expression, source);
  const entry = source.entry === null ? null : comparedValue(rawSql(source.entry), source);
  const none: Compared["none"] = (test) =>
    entry === null
      ? sql.fragment`not ${test(one)}`
      : sql.fragment`(${expression} is not null and not ${anyEntry(source, test(entry))})`;
  return {
    isNull: () => sql.fragment`${expression} is null`,
    isNotNull: () => sql.fragment`${expression} is not null`,
    some: (test) => (entry === null ? test(one) : anyEntry(source, test(entry))),
    none,
    differs: (from) => none((value) => value.equals(from)),
    refers: (tag, to) => tagged(source, to === "itself" ? [tag] : [tag, ...descendants(tag)]),
  };
}

function comparedValue(expression: Fragment, { kind }: Source): ComparedValue {
  const { sqlType, equals, above, from, below, upTo } = VALUE_KINDS[kind];
  return {
    equals: (value) => equals(expression, value),
    above: (value) => above(expression, value),
    from: (value) => from(expression, value),
    below: (value) => below(expression, value),
    upTo: (value) => upTo(expression, value),
    among: (values) => sql.fragment`${expression} = any(${sql.array(values, sqlType)})`,
    like: (pattern) => sql.fragment`${expression} ilike ${pattern}`,
  };
}

function anyEntry(source: Source, test: Fragment): Fragment {
  const list = source.stored;
  const entries = rawSql(`jsonb_array_elements(case jsonb_typeof(${list}) when 'array' then ${list} else '[]' end)`);
  return sql.fragment`exists (select from ${entries} as ${ENTRIES} where ${test})`;
}

/**
 * A field with one reference is compared as text, for which there is an index with statistics; the index of the whole
 * column finds one of many.
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

/** Writes a containment condition; a value under a previous key counts, whatever there is under the new one. */
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
