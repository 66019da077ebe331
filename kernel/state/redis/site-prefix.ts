import { sql } from "slonik";
import { sha256 } from "../../base/json.ts";
import type { Db } from "../../model/db.ts";

/**
 * Reads the prefix of every key that the site keeps in Redis. It is made of the name of its database and of the moment
 * when that was first migrated. It is the same on all nodes, stays what it is when the database moves to another
 * server, and is another for a copy under another name.
 */
export async function readSitePrefix(db: Db): Promise<string> {
  const { identity } = await db.one<{ identity: string }>(sql.unsafe`
    select current_database() || ' ' || extract(epoch from min(applied_at))::text as identity from migration
  `);
  return `trovato:${sha256(identity).slice(0, 12)}:`;
}
