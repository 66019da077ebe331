import type { IdentifierSqlToken } from "slonik";
import { sql } from "slonik";
import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { Operand, OperandForm } from "../gather/operators/operand.ts";
import type { Compared, ComparedValue, Operator } from "../gather/operators/operator.ts";
import { OPERATORS } from "../gather/operators/operators.ts";
import type { Fragment } from "../gather/raw-sql.ts";
import { rawSql } from "../gather/raw-sql.ts";
import type { Bound } from "../gather/value-kinds.ts";
import type { FilterOperator } from "../kinds/gather/gather-spec.ts";
import type { Failure } from "../model/plugin-answers.ts";
import type { OpenTable } from "./db-tables.ts";
import { failure } from "./failure.ts";

const MOST_CONDITIONS = 50;
const MOST_VALUES = 1_000;

/** A column, and how a value for it is written. */
type Column = { readonly name: IdentifierSqlToken; value(raw: Json): Fragment };
/** A column as the operators of gathers compare it. */
function comparedColumn({ name, value: write }: Column): Compared {
  const value = (operator: string) => (operand: Bound) => sql.fragment`${name} ${rawSql(operator)} ${write(operand)}`;
  const one: ComparedValue = {
    equals: value("="),
    above: value(">"),
    from: value(">="),
    below: value("<"),
    upTo: value("<="),
    among: (values) =>
      values.length === 0
        ? sql.fragment`false`
        : sql.fragment`${name} in (${sql.join(values.map(write), sql.fragment`, `)})`,
    like: (pattern) => sql.fragment`${name}::text ilike ${pattern}`,
  };
  return {
    isNull: () => sql.fragment`${name} is null`,
    isNotNull: () => sql.fragment`${name} is not null`,
    some: (test) => test(one),
    none: (test) => sql.fragment`not ${test(one)}`,
    differs: value("is distinct from"),
    refers: (tag, to) => (to === "itself" ? one.equals(tag) : sql.fragment`${name} in (${tagsFrom(write(tag))})`),
  };
}

function tagsFrom(tag: Fragment): Fragment {
  return sql.fragment`
    with recursive below as (
      select ${tag} as id
      union select hierarchy.tag_id from category_tag_hierarchy as hierarchy join below on hierarchy.parent_id = below.id
    ) select id from below`;
}

/** Reads the operand that a plugin gives, in the form that the operator takes; null when it is none. */
function operandOf({ form, fits }: Operator, given: Json): Operand | null {
  const isText = fits === "search" || fits === "tags";
  if (form === "one" && isText) return typeof given === "string" ? given : null;
  return READERS[form](given);
}

const READERS: { readonly [form in OperandForm]: (given: Json) => Operand | null } = {
  one: (given) => (isList(given) ? null : (given as Bound | null)),
  list: (given) => (isList(given) && given.length <= MOST_VALUES ? (given as readonly Bound[]) : null),
  range(given) {
    const [min, max] = isList(given) ? given : isObject(given) ? [given["min"], given["max"]] : [];
    const [from, upTo] = [min ?? undefined, max ?? undefined] as (Bound | undefined)[];
    return from === undefined && upTo === undefined ? null : { min: from, max: upTo };
  },
  none: () => true,
};

/** `[{field, operator, value}]` as SQL: all of them hold. */
export function conditionsSql(table: OpenTable, given: Json): Fragment | Failure {
  if (!isList(given) || given.length > MOST_CONDITIONS)
    return failure("invalid-argument", "conditions is a short list.");
  const parts: Fragment[] = [];
  for (const entry of given) {
    const { field, operator = "equals", value = null } = isObject(entry) ? (entry as JsonObject) : {};
    const column = columnOf(table, field);
    if (column === null) return failure("invalid-argument", `There is no column ${String(field)}.`);
    if (typeof operator !== "string" || !Object.hasOwn(OPERATORS, operator)) {
      return failure("invalid-argument", `There is no operator ${String(operator)}.`);
    }
    const known = OPERATORS[operator as FilterOperator];
    const operand = operandOf(known, value);
    if (operand === null) {
      return failure("invalid-argument", `${operator} cannot be used with ${JSON.stringify(value)}.`);
    }
    parts.push(known.condition(comparedColumn(column), operand));
  }
  return parts.length === 0 ? sql.fragment`true` : sql.fragment`${sql.join(parts, sql.fragment` and `)}`;
}

/** `[{field, direction}]` as SQL. */
export function orderSql(table: OpenTable, given: Json): Fragment | Failure {
  if (!isList(given)) return failure("invalid-argument", "order_by is a list.");
  const parts: Fragment[] = [];
  for (const entry of given) {
    const { field, direction = "asc" } = isObject(entry) ? (entry as JsonObject) : {};
    const column = columnOf(table, field);
    if (column === null) return failure("invalid-argument", `There is no column ${String(field)}.`);
    if (direction !== "asc" && direction !== "desc") return failure("invalid-argument", "A direction is asc or desc.");
    parts.push(sql.fragment`${column.name} ${rawSql(direction)}`);
  }
  return parts.length === 0 ? sql.fragment`` : sql.fragment`order by ${sql.join(parts, sql.fragment`, `)}`;
}

export type RowValue = { readonly column: IdentifierSqlToken; readonly value: Fragment };

/** The columns and values of a row. */
export function rowValues(table: OpenTable, row: JsonObject | null): readonly RowValue[] | Failure {
  const entries = Object.entries(row ?? {});
  if (entries.length === 0) return failure("invalid-argument", "A row is a JSON object with a value for some column.");
  const values: RowValue[] = [];
  for (const [name, value] of entries) {
    const column = columnOf(table, name);
    if (column === null) return failure("invalid-argument", `There is no column ${name}.`);
    values.push({ column: column.name, value: column.value(value) });
  }
  return values;
}

/** Values are written as text of the column's type, so that Postgres reads them and says what does not fit. */
function columnOf(table: OpenTable, name: unknown): Column | null {
  const type = typeof name === "string" ? table.columns.get(name) : undefined;
  if (type === undefined) return null;
  const isJson = type === "jsonb" || type === "json";
  const cast = rawSql(`::${type}`);
  return {
    name: sql.identifier([name as string]),
    value(raw) {
      if (raw === null) return sql.fragment`null${cast}`;
      const text = isJson || typeof raw === "object" ? JSON.stringify(raw) : String(raw);
      return sql.fragment`${text}${cast}`;
    },
  };
}

function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}
