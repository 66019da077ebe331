import { sql } from "slonik";
import { Fault } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { deepFreeze } from "../base/json.ts";
import type { Kind, SnapshotSource } from "../kinds/kind.ts";
import { KIND_NAMES, KINDS_IN_ORDER, kindOf } from "../kinds/kinds.ts";
import type { AddressDeclarer } from "../kinds/site-book.ts";
import { siteBook } from "../kinds/site-book.ts";
import type { Db } from "../model/db.ts";
import type { KindName, KindShares, ShareOf, SpecOf } from "../model/kind-types.ts";
import type { Site } from "../model/site.ts";

/**
 * Parts of a snapshot that do not come from the tables: the site's own configuration and the files of the generation.
 */
export type SiteParts = SnapshotSource["parts"];

/**
 * Builds the frozen snapshot of the newest generation, of what each kind gives to it. All tables are read at one
 * instant, so that a concurrent apply is seen whole or not at all.
 * @throws Fault `site.not_applied`
 */
export function readSite(db: Db, parts: SiteParts): Promise<Site> {
  return db.transaction(async (tx) => {
    await tx.run(sql.unsafe`set transaction isolation level repeatable read read only`);
    const generation = await readGeneration(tx);
    const source = createSource(tx, parts);
    const shares: object = {};
    for (const kind of KIND_NAMES) Object.assign(shares, await source.share(kind));
    const addresses = siteBook(await declaring(source), parts.identity.frontPage);
    return deepFreeze<Site>({ ...parts.identity, generation, addresses, ...(shares as KindShares) });
  });
}

/** Reads the tables of each kind once, and makes its share once, however many others ask for them. */
function createSource(db: Db, parts: SiteParts): SnapshotSource {
  const specs = new Map<KindName, Promise<ReadonlyMap<string, JsonObject>>>();
  const shares = new Map<KindName, Promise<object>>();
  const source: SnapshotSource = {
    db,
    parts,
    // What the tables hold was checked against the kind's schema when it was applied.
    specs: <Name extends KindName>(kind: Name) => {
      if (!specs.has(kind)) specs.set(kind, servedSpecs(source, kindOf(kind)));
      return specs.get(kind) as Promise<ReadonlyMap<string, JsonObject>> as Promise<ReadonlyMap<string, SpecOf<Name>>>;
    },
    share: <Name extends KindName>(kind: Name) => {
      if (!shares.has(kind)) shares.set(kind, kindOf(kind).share(source));
      return shares.get(kind) as Promise<ShareOf<Name>>;
    },
  };
  return source;
}

/** The live specs of a kind in order of their names, without what belongs to a plugin that is off. */
async function servedSpecs(source: SnapshotSource, kind: Kind): Promise<ReadonlyMap<string, JsonObject>> {
  const specs = [...(await kind.read(source.db))].sort(([one], [other]) => (one < other ? -1 : 1));
  if (kind.pluginOf === null) return new Map(specs);
  const plugins = await source.specs("plugin");
  return new Map(
    specs.filter(([, spec]) => {
      const plugin = kind.pluginOf!(spec);
      return plugin === undefined || plugins.has(plugin);
    }),
  );
}

/** The objects that answer at addresses. */
async function declaring({ specs }: SnapshotSource): Promise<readonly AddressDeclarer[]> {
  const kinds = KINDS_IN_ORDER.filter(({ addresses }) => addresses !== null);
  const objects = kinds.map(async ({ name: kind }) =>
    [...(await specs(kind))].map(([name, spec]) => ({ kind, name, spec: spec as JsonObject })),
  );
  return (await Promise.all(objects)).flat();
}

/** The number of the newest generation. @throws Fault `site.not_applied` */
export async function readGeneration(db: Db): Promise<number> {
  const { generation } = await db.one<{ generation: number | null }>(
    sql.unsafe`select max(generation) as generation from pack_apply`,
  );
  if (generation !== null) return generation;
  throw new Fault("site.not_applied", "Nothing was ever applied to this database.", {
    hint: "Run `npx trovato apply`.",
  });
}
