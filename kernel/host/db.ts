import { sql } from "slonik";
import { uuidv7 } from "../base/ids.ts";
import type { Json } from "../base/json.ts";
import type { Fragment } from "../gather/raw-sql.ts";
import { rawSql } from "../gather/raw-sql.ts";
import type { HostContext, HostFunctionsOf } from "../model/host-functions.ts";
import type { Failure } from "../model/plugin-answers.ts";
import { markChanged } from "../model/request-state.ts";
import { conditionsSql, orderSql, rowValues } from "./db-conditions.ts";
import { dbRaw } from "./db-raw.ts";
import { dependOn, rowsOf, rowsQuery } from "./db-rows.ts";
import type { OpenTable } from "./db-tables.ts";
import { openTable } from "./db-tables.ts";
import { limited } from "./db-transaction.ts";
import { failure } from "./failure.ts";
import { readJson, readObject } from "./json-argument.ts";

const MOST_ROWS = 1_000;
const DEFAULT_ROWS = 100;

/** The database, as far as a plugin's own tables and its grants go. */
export const db: HostFunctionsOf<"db"> = {
  select: (context, text) =>
    limited(context, async (database) => {
      const query = readObject(text);
      if (query === null) return failure("invalid-argument", "A query is a JSON object.");
      const table = await openTable(context, query["table"], "read");
      if ("code" in table) return table;
      const fields = fieldsOf(table, query["fields"]);
      const where = conditionsSql(table, query["conditions"] ?? []);
      const order = orderSql(table, query["order_by"] ?? []);
      for (const part of [fields, where, order]) if ("code" in part) return part as Failure;
      const limit = wholeNumber(query["limit"], DEFAULT_ROWS, MOST_ROWS);
      const offset = wholeNumber(query["offset"], 0, Number.MAX_SAFE_INTEGER);
      dependOn(context, table);
      if (limit === null || offset === null) return failure("invalid-argument", "limit and offset are whole numbers.");
      const select = sql.fragment`
        select ${fields as Fragment} from ${table.name} where ${where as Fragment} ${order as Fragment}
        ${rawSql(`limit ${limit} offset ${offset}`)}`;
      return rowsOf(database, rowsQuery(select));
    }),
  insert: (context, name, text) =>
    limited(context, async (database) => {
      const table = await openTable(context, name, "write");
      if ("code" in table) return table;
      const row = readObject(text);
      const hasId = table.columns.has("id");
      const values = rowValues(table, row !== null && hasId ? { id: uuidv7(), ...row } : row);
      if ("code" in values) return values;
      const columns = values.map(({ column }) => column);
      const returned = hasId ? sql.fragment`id::text` : sql.fragment`''`;
      const { id } = await database.one<{ id: string }>(sql.unsafe`
        insert into ${table.name} (${sql.join(columns, COMMA)})
        values (${sql.join(
          values.map(({ value }) => value),
          COMMA,
        )})
        returning ${returned} as id
      `);
      await markChanged(context.state, table.changes);
      return id;
    }),
  update: (context, name, text, conditions) =>
    limited(context, async (database) => {
      const table = await openTable(context, name, "write");
      if ("code" in table) return table;
      const values = rowValues(table, readObject(text));
      if ("code" in values) return values;
      const where = someConditions(table, conditions);
      if ("code" in where) return where;
      const pairs = values.map(({ column, value }) => sql.fragment`${column} = ${value}`);
      return changing(
        context,
        table,
        database.run(sql.unsafe`update ${table.name} set ${sql.join(pairs, COMMA)} where ${where}`),
      );
    }),
  delete: (context, name, conditions) =>
    limited(context, async (database) => {
      const table = await openTable(context, name, "write");
      if ("code" in table) return table;
      const where = someConditions(table, conditions);
      if ("code" in where) return where;
      return changing(context, table, database.run(sql.unsafe`delete from ${table.name} where ${where}`));
    }),
  ...dbRaw,
};

const COMMA = sql.fragment`, `;

async function changing({ state }: HostContext, table: OpenTable, running: Promise<number>): Promise<number> {
  const count = await running;
  if (count > 0) await markChanged(state, table.changes);
  return count;
}

/** The columns that are asked for; all of those that plugins may see when none are named. */
function fieldsOf(table: OpenTable, given: Json | undefined): Fragment | Failure {
  const names = given === undefined ? [...table.columns.keys()] : given;
  if (!Array.isArray(names) || names.length === 0) return failure("invalid-argument", "fields is a list of columns.");
  const unknown = names.find((name) => typeof name !== "string" || !table.columns.has(name));
  if (unknown !== undefined) return failure("invalid-argument", `There is no column ${String(unknown)}.`);
  return sql.fragment`${sql.join(
    names.map((name) => sql.identifier([String(name)])),
    COMMA,
  )}`;
}

/** Without conditions a mistake would change every row. */
function someConditions(table: OpenTable, text: string): Fragment | Failure {
  const conditions = readJson(text);
  if (Array.isArray(conditions) && conditions.length > 0) return conditionsSql(table, conditions);
  return failure("invalid-argument", "Conditions are a list of at least one.");
}

function wholeNumber(value: unknown, fallback: number, most: number): number | null {
  if (value === undefined || value === null) return fallback;
  return Number.isSafeInteger(value) && (value as number) >= 0 ? Math.min(value as number, most) : null;
}
