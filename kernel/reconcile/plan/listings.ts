import { sql } from "slonik";
import { Fault } from "../../base/fault.ts";
import type { JsonObject } from "../../base/json.ts";
import type { GatherIndex } from "../../gather/indexes.ts";
import { indexesFor } from "../../gather/indexes.ts";
import type { Gather, GatherSpec } from "../../kinds/gather/gather-spec.ts";
import { kindOf } from "../../kinds/kinds.ts";
import type { FieldRewrite } from "../../kinds/type/field-rewrites.ts";
import { readFieldRewrites } from "../../kinds/type/field-rewrites.ts";
import { itemTypeOf } from "../../kinds/type/item-type.ts";
import type { ItemType, TypeSpec } from "../../kinds/type/type-spec.ts";
import type { Db } from "../../model/db.ts";
import type { PlanChange, PlanLine } from "../../model/plan.ts";

/** Basis of indexes: the types and the gathers. */
export type Listings = {
  readonly types: ReadonlyMap<string, ItemType>;
  readonly gathers: ReadonlyMap<string, Gather>;
};

type Specs = ReadonlyMap<string, JsonObject>;

/** The listings of the site as it is live. */
export async function readListings(db: Db): Promise<Listings> {
  return listingsOf(await kindOf("type").read(db), await kindOf("gather").read(db), await readFieldRewrites(db));
}

export function listingsOf(types: Specs, gathers: Specs, rewrites: readonly FieldRewrite[] = []): Listings {
  return {
    types: new Map([...types].map(([name, spec]) => [name, itemTypeOf(name, spec as TypeSpec, rewrites)])),
    gathers: new Map([...gathers].map(([name, spec]) => [name, { name, spec: spec as GatherSpec }])),
  };
}

/**
 * The changes, with a line for each index that is built or dropped after the apply: in the block of the gather that
 * asks for it or gives it up, else in that of the first change that types and gathers follow.
 */
export async function withIndexLines(
  db: Db,
  changes: readonly PlanChange[],
  listings: { before(): Listings; after(): Listings },
): Promise<readonly PlanChange[]> {
  const touching = changes.filter(({ kind, blocked }) => (kind === "gather" || kind === "type") && !blocked);
  if (touching.length === 0) return changes;
  const [before, after] = [listings.before(), listings.after()];
  const rows = await db.many<{ readonly name: string }>(sql.unsafe`select name from index_build where state = 'built'`);
  const built = new Set(rows.map((row) => row.name));
  const wanted = byName(after);
  const gathers = touching.filter(({ kind }) => kind === "gather").map((change) => [change.name, change] as const);
  // The first change of a gather is the one that is kept.
  const ofGather = new Map(gathers.toReversed());
  const lines = Map.groupBy(
    [
      ...[...wanted.values()].filter(({ index }) => !built.has(index.name)).map((each) => ({ ...each, isBuilt: true })),
      ...[...byName(before).values()]
        .filter(({ index }) => built.has(index.name) && !wanted.has(index.name))
        .map((each) => ({ ...each, isBuilt: false })),
    ],
    ({ gather }) => ofGather.get(gather) ?? touching[0]!,
  );
  return changes.map((change) => {
    const added = (lines.get(change) ?? []).map(({ index, isBuilt }) => indexLine(index, isBuilt));
    return added.length === 0 ? change : { ...change, lines: [...change.lines, ...added] };
  });
}

/**
 * The indexes that the listings of the site ask for now. Where every value of a renamed field has arrived, the next
 * generation asks for others: those are among them, so that no listing is ever without.
 */
export async function readWantedIndexes(db: Db): Promise<readonly GatherIndex[]> {
  const rewrites = await readFieldRewrites(db);
  const { types, gathers } = await readListings(db);
  const wanted = indexesFor(types, gathers.values());
  if (rewrites.length === 0 || rewrites.some(({ part }) => part !== "done")) return wanted;
  const arrived = listingsOf(await kindOf("type").read(db), await kindOf("gather").read(db));
  const names = new Set(wanted.map(({ name }) => name));
  return [...wanted, ...indexesFor(arrived.types, arrived.gathers.values()).filter(({ name }) => !names.has(name))];
}

type Asked = { readonly index: GatherIndex; readonly gather: string };

/** Every index, with the first gather that asks for it. */
function byName({ types, gathers }: Listings): ReadonlyMap<string, Asked> {
  const asked = new Map<string, Asked>();
  for (const [name, gather] of gathers) {
    for (const index of indexesOf(types, gather)) {
      if (!asked.has(index.name)) asked.set(index.name, { index, gather: name });
    }
  }
  return asked;
}

/** A gather that was broken on the site asks for nothing. */
function indexesOf(types: Listings["types"], gather: Gather): readonly GatherIndex[] {
  try {
    return indexesFor(types, [gather]);
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
}

function indexLine({ kind, reason }: GatherIndex, isBuilt: boolean): PlanLine {
  const line = { path: kind, op: "index", source: null } as const;
  return isBuilt
    ? { ...line, before: null, after: reason, impact: "built after the apply" }
    : { ...line, before: reason, after: null, impact: "dropped after the apply: no listing asks for it any longer" };
}
