import { sql } from "slonik";
import type { JsonObject } from "../../base/json.ts";
import { isKind } from "../../kinds/kinds.ts";
import { fromStored } from "../../kinds/ordered.ts";
import type { Db } from "../../model/db.ts";
import { addressOf } from "../../model/desired.ts";
import type { LedgerEntry } from "./store.ts";

/** Notes for `generation` each object of the ledger that is not what it was at the generation before. */
export async function writeVersions(db: Db, generation: number): Promise<void> {
  await db.run(sql.unsafe`
    with latest as (
      select distinct on (kind, name) kind, name, pack, source, spec from pack_version order by kind, name, generation desc
    )
    insert into pack_version (kind, name, generation, pack, source, spec)
    select kind, name, ${generation}::bigint, now.pack, now.source, now.spec
    from pack_object as now left join latest using (kind, name)
    where now.owner = 'pack' and (now.pack, now.source, now.spec) is distinct from (latest.pack, latest.source, latest.spec)
    union all
    select kind, name, ${generation}::bigint, pack, source, null
    from latest
    where spec is not null and not exists (
      select from pack_object as now where now.kind = latest.kind and now.name = latest.name and now.owner = 'pack')`);
}

/** The ledger as it was after the apply of `generation`. */
export async function readVersion(db: Db, generation: number): Promise<readonly LedgerEntry[]> {
  const rows = await db.many<LedgerEntry & { readonly spec: JsonObject | null }>(sql.unsafe`
    select distinct on (kind, name) kind, name, pack, source, spec, 'pack' as owner
    from pack_version where generation <= ${generation}
    order by kind, name, generation desc`);
  return rows
    .filter(({ kind, spec }) => spec !== null && isKind(kind))
    .map((row) => ({ ...row, spec: fromStored(row.spec) }));
}

/** The first generation whose state is known, or null when none is. */
export async function firstVersion(db: Db): Promise<number | null> {
  const { first } = await db.one<{ readonly first: number | null }>(
    sql.unsafe`select min(generation) as first from pack_version`,
  );
  return first;
}

/** The addresses of what was applied once and is in the ledger no longer. */
export async function readForgotten(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.many<Pick<LedgerEntry, "kind" | "name">>(sql.unsafe`
    select distinct kind, name from pack_version
    where not exists (
      select from pack_object as now where now.kind = pack_version.kind and now.name = pack_version.name
        and now.owner = 'pack')`);
  return new Set(rows.map(({ kind, name }) => addressOf(kind, name)));
}

/** The names of all fields that types were ever declared with. */
export async function readFieldsEver(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.many<{ readonly name: string }>(sql.unsafe`
    select distinct jsonb_object_keys(spec -> 'fields') as name from pack_version where kind = 'type' and spec is not null`);
  return new Set(rows.map(({ name }) => name));
}
