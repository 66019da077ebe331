import { sql } from "slonik";
import { uuidv7 } from "../base/ids.ts";
import type { Json } from "../base/json.ts";
import { rawSql } from "../gather/raw-sql.ts";
import type { Db } from "../model/db.ts";
import type { Failure, HostContext, HostFunctionsOf } from "../model/host-functions.ts";
import { inTransaction, markChanged } from "../model/request-state.ts";
import { conditionsSql, orderSql, rowValues } from "./db-conditions.ts";
import { databaseFailure } from "./db-failure.ts";
import type { OpenTable } from "./db-tables.ts";
import { openTable } from "./db-tables.ts";
import { answering, failure } from "./failure.ts";
import { grantsOf } from "./grants.ts";
import { readJson, readObject } from "./json-argument.ts";
import { rawStatement } from "./raw-statement.ts";

const MOST_ROWS = 1_000;
const DEFAULT_ROWS = 100;
const LARGEST_RESULT = 1024 * 1024;

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
      return rowsOf(
        database,
        sql.fragment`select ${fields as Fragment} from ${table.name} where ${where as Fragment} ${order as Fragment}
          ${rawSql(`limit ${limit} offset ${offset}`)}`,
      );
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
      await markChanged(context.state, [table.tag]);
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
  "query-raw": (context, text, parameters) =>
    limited(context, async (database) => {
      if (grantsOf(context).rawSql === "none") return notGranted(context, "run statements of its own");
      const statement = rawStatement(text, readJson(parameters), "read");
      if ("code" in statement) return statement;
      dependOn(context, null);
      await database.run(sql.unsafe`set transaction read only`);
      return rowsOf(database, statement);
    }),
  "execute-raw": (context, text, parameters) =>
    limited(context, async (database) => {
      if (grantsOf(context).rawSql !== "write") return notGranted(context, "write with statements of its own");
      const statement = rawStatement(text, readJson(parameters), "write");
      if ("code" in statement) return statement;
      return database.run({ ...sql.unsafe``, sql: statement.sql, values: statement.values });
    }),
};

type Fragment = ReturnType<typeof rawSql>;
const COMMA = sql.fragment`, `;

/** For how long what was made of rows may be used whose changes are not all known. Milliseconds. */
const UNKNOWN_CHANGES = 60_000;

function dependOn({ state: { cacheability } }: HostContext, table: OpenTable | null): void {
  if (table !== null) cacheability.tags.add(table.tag);
  if (table?.isOwn !== true) cacheability.maxAge = Math.min(cacheability.maxAge, UNKNOWN_CHANGES);
}

async function changing({ state }: HostContext, table: OpenTable, running: Promise<number>): Promise<number> {
  const count = await running;
  if (count > 0) await markChanged(state, [table.tag]);
  return count;
}

function notGranted({ plugin }: HostContext, what: string): Failure {
  return failure("not-granted", `Plugin '${plugin}' may not ${what}.`);
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

/** The rows as JSON, which Postgres writes: nothing in between has to understand them. */
async function rowsOf(database: Db, select: Fragment): Promise<string | Failure> {
  const { rows } = await database.one<{ rows: string }>(
    sql.unsafe`select coalesce(json_agg(found), '[]')::text as rows from (${select}) as found`,
  );
  return rows.length <= LARGEST_RESULT ? rows : failure("too-large", `The rows take ${rows.length} characters.`);
}

/** Runs `work` in a transaction (a savepoint of the one that is open), each statement for at most as long as a call of the plugin may take. */
function limited<Value>(
  context: HostContext,
  work: (database: Db) => Promise<Value | Failure>,
): Promise<Value | Failure> {
  return answering(context, async () => {
    try {
      return await inTransaction(context.state, async ({ db: database }) => {
        const before = await setTimeout(
          database,
          `${context.state.site.plugins.get(context.plugin)?.timeoutMs ?? 1_000}`,
        );
        const result = await work(database);
        // A savepoint that is released leaves its settings to the transaction around it.
        if (context.state.changed !== undefined) await setTimeout(database, before);
        return result;
      });
    } catch (error) {
      const known = databaseFailure(error);
      if (known === null) throw error;
      return known;
    }
  });
}

async function setTimeout(database: Db, value: string): Promise<string> {
  const { before } = await database.one<{ before: string }>(sql.unsafe`
    select current_setting('statement_timeout') as before, set_config('statement_timeout', ${value}, true)
  `);
  return before;
}
