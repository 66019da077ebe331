import { sql } from "slonik";
import type { Fragment } from "../gather/raw-sql.ts";
import type { Db, Query } from "../model/db.ts";
import type { Failure, HostContext } from "../model/host-functions.ts";
import type { OpenTable } from "./db-tables.ts";
import { failure } from "./failure.ts";

const LARGEST_RESULT = 1024 * 1024;
/** For how long what was made of rows may be used whose changes are not all known. Milliseconds. */
const UNKNOWN_CHANGES = 60_000;

/** What is made in this request depends on `table`, or, for null, on tables that are not known. */
export function dependOn({ state: { cacheability } }: HostContext, table: OpenTable | null): void {
  if (table !== null) cacheability.tags.add(table.tag);
  if (table?.isOwn !== true) cacheability.maxAge = Math.min(cacheability.maxAge, UNKNOWN_CHANGES);
}

/** Asks for the rows of `select` as JSON, which Postgres writes: nothing in between has to understand them. */
export function rowsQuery(select: Fragment): Query {
  return sql.unsafe`select coalesce(json_agg(found), '[]')::text as rows from (${select}) as found`;
}

export async function rowsOf(database: Db, query: Query): Promise<string | Failure> {
  const { rows } = await database.one<{ rows: string }>(query);
  return rows.length <= LARGEST_RESULT ? rows : failure("too-large", `The rows take ${rows.length} characters.`);
}
