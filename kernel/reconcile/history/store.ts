import { sql } from "slonik";
import type { JsonObject } from "../../base/json.ts";
import { isKind, KIND_NAMES, kindOf } from "../../kinds/kinds.ts";
import { fromStored, toStored } from "../../kinds/ordered.ts";
import type { Db } from "../../model/db.ts";
import type { KindName } from "../../model/kind-types.ts";
import type { Plan } from "../../model/plan.ts";

/** Entry of the ledger for one object: who declared it where, and what was applied last. */
export type LedgerEntry = {
  readonly kind: KindName;
  readonly name: string;
  readonly pack: string;
  /** The file. */
  readonly source: string;
  readonly spec: JsonObject;
  /** `forgotten` for what no pack declares any longer, and what stays because it holds content. */
  readonly owner: "pack" | "forgotten";
};

export type Generation = {
  readonly generation: number;
  /** Milliseconds since 1970. */
  readonly appliedAt: number;
  readonly appliedBy: string;
  readonly packsHash: string;
};

/** The generation that is live; null before the first apply. */
export async function readGeneration(db: Db): Promise<Generation | null> {
  return db.maybe<Generation>(sql.unsafe`
    select generation, applied_at as "appliedAt", applied_by as "appliedBy", packs_hash as "packsHash"
    from pack_apply order by generation desc limit 1`);
}

/** Reads what the newest generation was made of. */
export async function readAppliedState(db: Db): Promise<Pick<Plan, "generation" | "stateHash" | "packsHash">> {
  return db.one(sql.unsafe`
    select generation, state_hash as "stateHash", packs_hash as "packsHash" from pack_apply
    order by generation desc limit 1`);
}

/**
 * Reads the ledger of what packs manage, as far as this release knows its kinds; or, with `forgotten`, of what they
 * managed once and gave up.
 */
export async function readLedger(db: Db, owner: LedgerEntry["owner"] = "pack"): Promise<readonly LedgerEntry[]> {
  const rows = await db.many<LedgerEntry>(
    sql.unsafe`select kind, name, pack, source, spec, owner from pack_object where owner = ${owner}`,
  );
  return rows.filter(({ kind }) => isKind(kind)).map((row) => ({ ...row, spec: fromStored(row.spec) }));
}

/** The files of objects whose kind this release does not know, by address: a later release applied them. */
export async function readUnknown(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.many<{ readonly kind: string; readonly name: string; readonly source: string }>(sql.unsafe`
    select kind, name, source from pack_object where kind <> all(${sql.array([...KIND_NAMES], "text")}) order by kind, name`);
  return new Map(rows.map(({ kind, name, source }) => [`${kind}.${name}`, source]));
}

export async function writeLedger(db: Db, entries: readonly LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => [
    entry.kind,
    entry.name,
    entry.pack,
    entry.source,
    JSON.stringify(toStored(kindOf(entry.kind), entry.spec)),
    entry.owner,
  ]);
  await db.run(sql.unsafe`
    insert into pack_object (kind, name, pack, source, spec, owner)
    select kind, name, pack, source, spec::jsonb, owner
    from ${sql.unnest(rows, ["text", "text", "text", "text", "text", "text"])} as entry (kind, name, pack, source, spec, owner)
    on conflict (kind, name) do update
    set pack = excluded.pack, source = excluded.source, spec = excluded.spec, owner = excluded.owner`);
}

export async function deleteFromLedger(
  db: Db,
  entries: readonly { readonly kind: KindName; readonly name: string }[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => [entry.kind, entry.name]);
  await db.run(sql.unsafe`
    delete from pack_object where (kind, name) in (select * from ${sql.unnest(rows, ["text", "text"])})`);
}
