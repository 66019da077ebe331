import { sql } from "slonik";
import type { JsonObject } from "../../base/json.ts";
import { forgetGrantBuild, readBuiltGrants } from "../../content/grant-builds.ts";
import type { Db } from "../../model/db.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import type { Kind } from "../kind.ts";
import { mapValues } from "../map-values.ts";
import { PLAIN } from "../shape.ts";
import { withSortedSets } from "../sorted-sets.ts";
import { PluginSpec } from "./plugin-spec.ts";
import { makeTables, readLiveColumns, tablesAlive, tableTouches } from "./plugin-tables.ts";
import { sitePlugin } from "./site-plugin.ts";

const SETS = [
  "dependencies",
  "taps.implements",
  ...["requests", "granted"].flatMap((part) => [`${part}.db.read`, `${part}.db.write`, `${part}.invoke`]),
];

/**
 * A plugin. The schema is that of its manifest; the spec of an object also has `sha256`, the hash of the bundle, and
 * `granted`, what the site grants of its requests. Its tables are made with it.
 */
export const plugin: Kind<"plugin"> = {
  ...PLAIN,
  name: "plugin",
  origin: "file",
  folder: null,
  namePattern: MACHINE_NAME,
  schema: PluginSpec,
  firstFile: null,
  sets: SETS,
  expand: (layer) => layer,
  canonical: (spec) => withSortedSets({ sets: SETS }, spec),
  check: () => {},
  leftToSite: null,
  addresses: null,
  links: null,
  needsLeave: false,
  pluginOf: null,
  permissions: null,
  tables: { system: "none", plugin_lifecycle: "none" },
  share: async ({ db, specs }) => {
    const built = await readBuiltGrants(db);
    return { plugins: mapValues(await specs("plugin"), (name, spec) => sitePlugin(name, spec, built)) };
  },
  whenAbsent: "remove",
  touches: async (db, { name, live, next }) => tableTouches(db, name, tablesIn(live), tablesIn(next)),
  read,
  create: async (db, name, spec) => {
    await db.run(sql.unsafe`
      insert into system (name, status, spec) values (${name}, 1, ${sql.jsonb(spec)})
      on conflict (name) do update set status = 1, spec = excluded.spec`);
    await makeTables(db, name, tablesIn(spec));
  },
  update: async (db, name, _before, after) => {
    await db.run(sql.unsafe`update system set spec = ${sql.jsonb(after)} where name = ${name}`);
    await makeTables(db, name, tablesIn(after));
  },
  remove: async (db, name) => {
    await db.run(sql.unsafe`delete from system where name = ${name}`);
    await forgetGrantBuild(db, name);
  },
  followed: null,
  renames: null,
  content: null,
};

async function read(db: Db): Promise<ReadonlyMap<string, JsonObject>> {
  const rows = await db.many<{ readonly name: string; readonly spec: JsonObject }>(
    sql.unsafe`select name, spec from system where status = 1`,
  );
  const hasTables = rows.some(({ spec }) => spec["tables"] !== undefined);
  const live = hasTables ? await readLiveColumns(db) : [];
  return new Map(
    rows.map(({ name, spec }) => {
      if (spec["tables"] === undefined) return [name, spec];
      return [name, { ...spec, tables: tablesAlive(name, tablesIn(spec), live) as unknown as JsonObject }];
    }),
  );
}

function tablesIn(spec: JsonObject | null): NonNullable<PluginSpec["tables"]> {
  return ((spec as PluginSpec | null)?.tables ?? {}) as NonNullable<PluginSpec["tables"]>;
}
