import { sql } from "slonik";
import type { Db } from "../model/db.ts";

/** Whether there is a stage of that name. */
export async function isStage(db: Db, name: string): Promise<boolean> {
  return (await db.maybe(sql.unsafe`select 1 as found from stage where id = ${name}`)) !== null;
}
