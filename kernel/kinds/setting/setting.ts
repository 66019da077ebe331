import { sql } from "slonik";
import type { Json } from "../../base/json.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import type { Kind } from "../kind.ts";
import { PLAIN } from "../shape.ts";
import { SettingSpec } from "./setting-spec.ts";

/** A variable. A pack's `settings.yaml` (the schema) gives many: each is an object of its own, with the spec `{ value }`. */
export const setting: Kind = {
  ...PLAIN,
  name: "setting",
  folder: null,
  namePattern: MACHINE_NAME,
  schema: SettingSpec,
  siteOwned: ["value"],
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check: () => {},
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
};
