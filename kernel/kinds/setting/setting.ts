import { sql } from "slonik";
import type { Json } from "../../base/json.ts";
import type { Db } from "../../model/db.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import type { Kind } from "../kind.ts";
import { PLAIN } from "../shape.ts";
import type { SettingValue } from "./setting-spec.ts";
import { SettingSpec } from "./setting-spec.ts";

/**
 * A variable. A pack's `settings.yaml` (the schema) gives many: each is an object of its own, with the spec `{ value
 * }`.
 */
export const setting: Kind<"setting"> = {
  ...PLAIN,
  name: "setting",
  origin: "yaml",
  folder: null,
  namePattern: MACHINE_NAME,
  schema: SettingSpec,
  firstFile: null,
  siteOwned: ["value"],
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check: () => {},
  leftToSite: null,
  addresses: null,
  links: null,
  needsLeave: false,
  pluginOf: null,
  permissions: null,
  tables: { variable: "none", plugin_variable: "none" },
  share: async ({ db }) => ({ variables: await readVariables(db) }),
  whenAbsent: "remove",
  touches: async () => [],
  read: async (db) => {
    const rows = await db.many<{ readonly name: string; readonly value: Json }>(
      sql.unsafe`select name, value from variable`,
    );
    return new Map(rows.map((row) => [row.name, { value: row.value }]));
  },
  create: async (db, name, spec) => {
    await db.run(sql.unsafe`insert into variable (name, value) values (${name}, ${sql.jsonb(spec["value"] ?? null)})`);
  },
  update: async (db, name, _before, after) => {
    await db.run(sql.unsafe`update variable set value = ${sql.jsonb(after["value"] ?? null)} where name = ${name}`);
  },
  remove: async (db, name) => {
    await db.run(sql.unsafe`delete from variable where name = ${name}`);
  },
  followed: null,
  renames: null,
  content: null,
};

/** The variables of packs and of the site, and what plugins keep beyond a request, as `PLUGIN.NAME`. */
export async function readVariables(db: Db): Promise<ReadonlyMap<string, SettingValue>> {
  const rows = await db.many<{ readonly name: string; readonly value: SettingValue }>(sql.unsafe`
    select name, value from (
      select false as is_kept, null as plugin, name, value from variable
      union all
      select true, plugin, plugin || '.' || name, to_jsonb(value) from plugin_variable
    ) as variables
    order by is_kept, plugin collate "C", name collate "C"`);
  return new Map(rows.map(({ name, value }) => [name, value]));
}
