import { sql } from "slonik";
import type { Db, Query } from "../model/db.ts";

/**
 * Runs a statement that changes revisions in place, which the database refuses to everyone else. @returns the number of
 * rows
 */
export async function rewriteRevisions(db: Db, statement: Query): Promise<number> {
  await allow(db, "on");
  const rows = await db.run(statement);
  await allow(db, "off");
  return rows;
}

async function allow(db: Db, state: "on" | "off"): Promise<void> {
  await db.run(sql.unsafe`select set_config('trovato.rewrite_revisions', ${state}, true)`);
}
