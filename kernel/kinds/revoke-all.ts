import { sql } from "slonik";
import type { Db } from "../model/db.ts";

/** Takes permissions away from every role: what they are about is gone. */
export async function revokeAll(db: Db, permissions: readonly string[]): Promise<void> {
  await db.run(sql.unsafe`delete from role_permission where permission = any(${sql.array(permissions, "text")})`);
}
