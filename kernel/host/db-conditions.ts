import type { IdentifierSqlToken } from "slonik";
import { sql } from "slonik";
import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { Fragment } from "../gather/raw-sql.ts";
import { rawSql } from "../gather/raw-sql.ts";
import type { FilterOperator } from "../kinds/gather/gather-spec.ts";
import type { Failure } from "../model/host-functions.ts";
import type { OpenTable } from "./db-tables.ts";
import { failure } from "./failure.ts";

const MOST_CONDITIONS = 50;
const MOST_VALUES = 1_000;

/** A column, and how a value for it is written. */
type Column = { readonly name: IdentifierSqlToken; value(raw: Json): Fragment };
type Build = (column: Column, value: Json) => Fragment | null;

const compared =
  (operator: string): Build =>
  (column, value) =>
    isList(value) || value === null ? null : sql.fragment`${column.name} ${rawSql(operator)} ${column.value(value)}`;
const matching =
  (pattern: (text: string) => string): Build =>
  ({ name }, value) =>
    typeof value === "string" ? sql.fragment`${name}::text ilike ${pattern(escapeLike(value))}` : null;
const among =
  (negated: boolean): Build =>
  ({ name, value: write }, values) => {
    if (!isList(values) || values.length > MOST_VALUES) return null;
    if (values.length === 0) return negated ? sql.fragment`true` : sql.fragment`false`;
    const list = sql.join(values.map(write), sql.fragment`, `);
    return negated ? sql.fragment`${name} not in (${list})` : sql.fragment`${name} in (${list})`;
  };

/** What each operator means: those of gathers. */
const OPERATORS: { readonly [Operator in FilterOperator]: Build } = {
  equals: compared("="),
  not_equals: compared("is distinct from"),
  contains: matching((text) => `%${text}%`),
  starts_with: matching((text) => `${text}%`),
  greater_than: compared(">"),
  greater_or_equal: compared(">="),
  less_than: compared("<"),
  less_or_equal: compared("<="),
  between({ name, value: write }, range) {
    const [min = null, max = null] = isList(range) ? range : isObject(range) ? [range["min"], range["max"]] : [];
    const parts = [
      ...(min === null ? [] : [sql.fragment`${name} >= ${write(min as Json)}`]),
      ...(max === null ? [] : [sql.fragment`${name} <= ${write(max as Json)}`]),
    ];
    return parts.length === 0 ? null : sql.fragment`(${sql.join(parts, sql.fragment` and `)})`;
  },
  in: among(false),
  not_in: among(true),
  is_null: ({ name }) => sql.fragment`${name} is null`,
  is_not_null: ({ name }) => sql.fragment`${name} is not null`,
  has_tag: compared("="),
  has_or_descends: ({ name, value: write }, tag) =>
    typeof tag !== "string"
      ? null
      : sql.fragment`${name} in (
          with recursive below as (
            select ${write(tag)} as id
            union select hierarchy.tag_id from category_tag_hierarchy as hierarchy join below on hierarchy.parent_id = below.id
          ) select id from below
        )`,
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
    const part = OPERATORS[operator as FilterOperator](column, value);
    if (part === null) return failure("invalid-argument", `${operator} cannot be used with ${JSON.stringify(value)}.`);
    parts.push(part);
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

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
