import { sql } from "slonik";
import type { Db } from "../model/db.ts";

/** Returns true when there is a stage of that name. */
export async function isStage(db: Db, name: string): Promise<boolean> {
  // A NUL is nothing that Postgres knows as text.
  if (name.includes("\0")) return false;
  return (await db.maybe(sql.unsafe`select 1 as found from stage where id = ${name}`)) !== null;
}

/** Finds the label of a stage; its name where there is no such stage. */
export async function stageLabel(db: Db, name: string): Promise<string> {
  const row = await db.maybe<{ label: string }>(sql.unsafe`select label from stage where id = ${name}`);
  return row?.label ?? name;
}
