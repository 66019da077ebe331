import { sql } from "slonik";
import type { Db } from "../model/db.ts";

/** Which item a record became, and what it looked like then. */
export type ImportedRecord = { readonly key: string; readonly itemId: string; readonly hash: string };

/** Whoever runs the same import at the same time waits until this transaction is over. */
export async function lockImport(db: Db, name: string): Promise<void> {
  await db.run(sql.unsafe`select pg_advisory_xact_lock(hashtextextended(${`import:${name}`}, 0))`);
}

/** Finds the records with these keys that were imported before, by key. */
export async function findImported(
  db: Db,
  name: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, ImportedRecord>> {
  const rows = await db.many<ImportedRecord>(sql.unsafe`
    select record_key as key, item_id as "itemId", record_hash as hash
    from import_record where import = ${name} and record_key = any(${sql.array(keys, "text")})
  `);
  return new Map(rows.map((row) => [row.key, row]));
}

export async function storeImported(db: Db, name: string, records: readonly ImportedRecord[]): Promise<void> {
  await db.run(sql.unsafe`
    insert into import_record (import, record_key, item_id, record_hash)
    select ${name}, key, "itemId", hash
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as record (key text, "itemId" uuid, hash text)
    on conflict (import, record_key) do update set item_id = excluded.item_id, record_hash = excluded.record_hash
  `);
}

/** Postgres plans by what it knows of the tables; after many new rows it should not have to wait for its own rounds. */
export async function refreshStatistics(db: Db): Promise<void> {
  await db.run(sql.unsafe`analyze item, item_revision, category_tag`);
}
