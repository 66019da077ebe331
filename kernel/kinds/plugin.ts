import { sql } from "slonik";
import type { JsonObject } from "../base/json.ts";
import { MACHINE_NAME } from "../model/specs/common.ts";
import { PluginSpec } from "../model/specs/plugin.ts";
import type { Kind } from "./kind.ts";
import { PLAIN } from "./shape.ts";
import { withSortedSets } from "./sorted-sets.ts";

const SETS = ["dependencies", "taps.implements"];

/** A plugin. The schema is that of its manifest; the spec of an object also has `sha256`, the hash of the bundle. */
export const plugin: Kind = {
  ...PLAIN,
  name: "plugin",
  folder: null,
  namePattern: MACHINE_NAME,
  schema: PluginSpec,
  sets: SETS,
  expand: (layer) => layer,
  canonical: (spec) => withSortedSets({ sets: SETS }, spec),
  check: () => {},
  whenAbsent: "remove",
  touches: async () => [],
  read: async (db) => {
    const rows = await db.many<{ readonly name: string; readonly spec: JsonObject }>(
      sql.unsafe`select name, spec from system where status = 1`,
    );
    return new Map(rows.map((row) => [row.name, row.spec]));
  },
  create: async (db, name, spec) => {
    await db.run(sql.unsafe`
      insert into system (name, status, spec) values (${name}, 1, ${sql.jsonb(spec)})
      on conflict (name) do update set status = 1, spec = excluded.spec`);
  },
  update: async (db, name, _before, after) => {
    await db.run(sql.unsafe`update system set spec = ${sql.jsonb(after)} where name = ${name}`);
  },
  remove: async (db, name) => {
    await db.run(sql.unsafe`delete from system where name = ${name}`);
  },
};
