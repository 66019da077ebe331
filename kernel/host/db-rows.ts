import { sql } from "slonik";
import type { Fragment } from "../gather/raw-sql.ts";
import type { Db, Query } from "../model/db.ts";
import type { HostContext } from "../model/host-functions.ts";
import type { Failure } from "../model/plugin-answers.ts";
import type { OpenTable } from "./db-tables.ts";
import { failure } from "./failure.ts";

const LARGEST_RESULT = 1024 * 1024;
/** For how long what was made of rows may be used whose changes are not all known. Milliseconds. */
const UNKNOWN_CHANGES = 60_000;

/** Makes the page of this request depend on `table`, or, for null, on tables that are not known. */
export function dependOn({ state: { cacheability } }: HostContext, table: OpenTable | null): void {
  const tags = table?.rows ?? null;
  if (tags === null) cacheability.maxAge = Math.min(cacheability.maxAge, UNKNOWN_CHANGES);
  else for (const tag of tags) cacheability.tags.add(tag);
}

/**
 * Asks for the rows of `select` as JSON, which Postgres writes: nothing in between has to understand them. Rows that
 * take too many bytes stay where they are, or a text that no string can hold would come over the connection. The line
 * break ends a comment of `select`.
 */
export function rowsQuery(select: Fragment): Query {
  return sql.unsafe`
    select case when octet_length(rows) <= ${LARGEST_RESULT} then rows end as rows, octet_length(rows) as size
    from (select coalesce(json_agg(found), '[]')::text as rows from (${select}
    ) as found) as written`;
}

export async function rowsOf(database: Db, query: Query): Promise<string | Failure> {
  const { rows, size } = await database.one<{ rows: string | null; size: number }>(query);
  return rows ?? failure("too-large", `The rows take ${size} bytes, and ${LARGEST_RESULT} is the most.`);
}
