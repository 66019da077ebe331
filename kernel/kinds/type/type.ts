import { sql } from "slonik";
import type { Json, JsonObject } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import type { Db } from "../../model/db.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import { say } from "../../words/say.ts";
import { countText, REFER } from "../count-text.ts";
import type { Kind, Shape } from "../kind.ts";
import { mapValues } from "../map-values.ts";
import { fromStored, toStored } from "../ordered.ts";
import { countReferring, itemsOfType, takeOutReferences } from "../references-to.ts";
import { revokeAll } from "../revoke-all.ts";
import { PLAIN } from "../shape.ts";
import { withSortedSets } from "../sorted-sets.ts";
import { withoutDefaults } from "../without-defaults.ts";
import { readFieldRewrites } from "./field-rewrites.ts";
import { itemTypeOf } from "./item-type.ts";
import { isRewritten, rewriteValues } from "./rewrite-values.ts";
import { checkType } from "./type-check.ts";
import { countRenamedType, followedType, isLongRename, renameType } from "./type-rename.ts";
import { countHolding, countOfType, takeOutValues } from "./type-rows.ts";
import { permissionsOfType, TypeSpec } from "./type-spec.ts";
import { touchesOfType } from "./type-touches.ts";

const SHAPE: Shape = {
  ...PLAIN,
  sets: ["fields.*.types"],
  ordered: ["fields", "fields.*.options"],
  open: ["fields"],
  instructions: ["renamed_from", "fields.*.renamed_from", "fields.*.on_invalid", "fields.*.on_missing"],
};

const FIRST_FILE: Kind["firstFile"] = {
  description: "a content type: its fields, and how they are shown",
  text: ({ label }) => `label: ${label}
title_label: Title
fields:
  field_summary: { type: text,      label: Summary, search: B }
  field_body:    { type: text_long, label: Text, format: filtered_html, search: C }
view_modes:
  card: [{ field: field_summary, label: hidden }]
  full: [{ field: field_body, label: hidden }]
`,
};

/** A content type with its fields and view modes. */
export const type: Kind<"type"> = {
  ...SHAPE,
  name: "type",
  origin: "yaml",
  folder: "types",
  namePattern: MACHINE_NAME,
  schema: TypeSpec,
  firstFile: FIRST_FILE,
  expand: (layer) => layer,
  canonical,
  check: checkType,
  leftToSite: null,
  addresses: null,
  links: null,
  needsLeave: false,
  pluginOf: null,
  permissions: {
    of: permissionsOfType,
    groups: (site) =>
      [...site.types.values()].map(({ name, label }) => ({
        name,
        title: say(site, "roles.group_content", { type: label }),
        objects: [name],
      })),
  },
  tables: { item_type: "read", field_rewrite: "none", exchanged_names: "none" },
  share: async ({ db, specs }) => {
    const rewrites = await readFieldRewrites(db);
    return { types: mapValues(await specs("type"), (name, spec) => itemTypeOf(name, spec, rewrites)) };
  },
  whenAbsent: "forget",
  touches: touchesOfType,
  read,
  create: async (db, name, spec) => {
    const { label, description, settings } = columnsOf(spec);
    await db.run(sql.unsafe`
      insert into item_type (type, label, description, settings)
      values (${name}, ${label}, ${description}, ${sql.jsonb(settings)})`);
  },
  update,
  remove: async (db, name) => {
    await db.run(sql.unsafe`delete from item_type where type = ${name}`);
  },
  followed: followedType,
  renames: { rename: renameType, count: countRenamedType, isLong: isLongRename, moved: () => null },
  content: {
    rewrite: rewriteValues,
    isRewritten,
    count: countOfType,
    goes: async (db, name) => {
      const items = countText(await countOfType(db, name), "item");
      const referring = await countReferring(db, itemsOfType(name));
      const lose = `; ${countText(referring, "other item", REFER)} to them, and ${referring === 1 ? "loses" : "lose"} that`;
      return { what: `${items} with all their revisions`, besides: referring === 0 ? "" : lose };
    },
    destroy: async (db, name) => {
      await takeOutReferences(db, itemsOfType(name));
      await revokeAll(db, permissionsOfType(name));
      await db.run(sql.unsafe`delete from item where type = ${name}`);
      await db.run(sql.unsafe`delete from item_type where type = ${name}`);
    },
    parts: {
      under: "fields",
      count: (db, name, field) => countHolding(db, { type: name, key: field }),
      destroy: async (db, name, field) => {
        await takeOutValues(db, { type: name, key: field });
        const spec = (await read(db)).get(name)!;
        const { [field]: _, ...fields } = spec["fields"] as JsonObject;
        await update(db, name, spec, { ...spec, fields });
      },
    },
  },
};

async function update(db: Db, name: string, _before: JsonObject, after: JsonObject): Promise<void> {
  const { label, description, settings } = columnsOf(after);
  await db.run(sql.unsafe`
      update item_type set label = ${label}, description = ${description}, settings = ${sql.jsonb(settings)}
      where type = ${name}`);
}

function canonical(spec: JsonObject): JsonObject {
  const fields = Object.entries((spec["fields"] ?? {}) as { readonly [name: string]: Json });
  const whole = { ...spec, fields: Object.fromEntries(fields.map(([name, field]) => [name, canonicalField(field)])) };
  return withSortedSets(
    SHAPE,
    withoutDefaults(whole, { description: "", page: true, title_label: "Title", protected: false }),
  );
}

function canonicalField(field: Json): Json {
  return isObject(field) ? withoutDefaults(field as JsonObject, { required: false, cardinality: 1, help: "" }) : field;
}

type Row = {
  readonly type: string;
  readonly label: string;
  readonly description: string;
  readonly settings: JsonObject;
};

async function read(db: Db): Promise<ReadonlyMap<string, JsonObject>> {
  const rows = await db.many<Row>(sql.unsafe`select type, label, description, settings from item_type`);
  return new Map(
    rows.map(({ type: name, label, description, settings }) => [
      name,
      canonical({ label, description, ...fromStored(settings) }),
    ]),
  );
}

function columnsOf(spec: JsonObject): { label: string; description: string; settings: JsonObject } {
  const { label, description, ...settings } = spec;
  return {
    label: label as string,
    description: (description as string | undefined) ?? "",
    settings: toStored(SHAPE, settings),
  };
}
