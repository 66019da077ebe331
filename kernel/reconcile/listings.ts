import { sql } from "slonik";
import type { JsonObject } from "../base/json.ts";
import type { GatherIndex } from "../gather/indexes.ts";
import { indexesFor } from "../gather/indexes.ts";
import { kindOf } from "../kinds/kinds.ts";
import type { Db } from "../model/db.ts";
import type { Gather, ItemType } from "../model/site.ts";
import type { GatherSpec } from "../model/specs/gather.ts";
import type { TypeSpec } from "../model/specs/type.ts";
import { itemTypeOf } from "../site/resolve.ts";
import type { PlanChange, PlanLine } from "./plan.ts";

/** What indexes follow from: the types and the gathers. */
export type Listings = {
  readonly types: ReadonlyMap<string, ItemType>;
  readonly gathers: ReadonlyMap<string, Gather>;
};

type Specs = ReadonlyMap<string, JsonObject>;

/** The listings of the site as it is live. */
export async function readListings(db: Db): Promise<Listings> {
  return listingsOf(await kindOf("type").read(db), await kindOf("gather").read(db));
}

export function listingsOf(types: Specs, gathers: Specs): Listings {
  return {
    types: new Map([...types].map(([name, spec]) => [name, itemTypeOf(name, spec as TypeSpec)])),
    gathers: new Map([...gathers].map(([name, spec]) => [name, { name, spec: spec as GatherSpec }])),
  };
}

/** The changes, with a line in the block of each gather that is written for each index that it asks for and that is not there. */
export async function withIndexLines(
  db: Db,
  changes: readonly PlanChange[],
  after: () => Listings,
): Promise<readonly PlanChange[]> {
  if (!changes.some(({ kind, blocked }) => kind === "gather" && !blocked)) return changes;
  const listings = after();
  const rows = await db.many<{ readonly name: string }>(sql.unsafe`select name from index_build where state = 'built'`);
  const known = new Set(rows.map((row) => row.name));
  return changes.map((change) => {
    const gather = change.kind === "gather" && !change.blocked ? listings.gathers.get(change.name) : undefined;
    if (gather === undefined) return change;
    const missing = indexesFor(listings.types, [gather]).filter(({ name }) => !known.has(name));
    for (const { name } of missing) known.add(name);
    return { ...change, lines: [...change.lines, ...missing.map(indexLine)] };
  });
}

function indexLine({ kind, reason }: GatherIndex): PlanLine {
  return { path: kind, op: "index", before: null, after: reason, source: null, impact: "built after the apply" };
}
