import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import type { Json, JsonObject } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import { rewriteRevisions } from "../../content/rewrite-revisions.ts";
import type { Db } from "../../model/db.ts";
import { countText } from "../count-text.ts";
import type { Renamed } from "../kind.ts";
import {
  followedName,
  isObjectRename,
  previousName,
  withEntries,
  withKeyRenamed,
  withPart,
  withValues,
} from "../renamed.ts";
import { beginFieldRewrite, countItemsWith, countRevisionsWith, withKeyMoved } from "./field-rewrites.ts";
import { countOfType } from "./type-rows.ts";

/** A type after a rename: of a field of its own, or of what its fields refer to. */
export function followedType(name: string, spec: JsonObject, renamed: Renamed): JsonObject {
  if (isObjectRename(renamed)) {
    return withPart(spec, "fields", (fields) => withValues(fields, (field) => followedField(field, renamed)));
  }
  if (renamed.kind !== "type" || renamed.name !== name) return spec;
  const previous = previousName(renamed);
  const followed = withPart(spec, "fields", (fields: JsonObject) => withKeyRenamed(fields, previous, renamed.next));
  return withPart(followed, "view_modes", (modes: JsonObject) =>
    Object.fromEntries(Object.entries(modes).map(([mode, entries]) => [mode, followedView(entries, renamed)])),
  );
}

function followedField(field: JsonObject, renamed: Renamed): JsonObject {
  const { kind } = renamed;
  if (kind === "vocabulary" || kind === "format") {
    return withPart(field, kind, (name: string) => followedName(kind, name, renamed));
  }
  if (kind !== "type") return field;
  return withPart(field, "types", (types) => {
    const followed = withEntries(types, (type) => followedName("type", type as string, renamed));
    return followed === types ? types : (followed as readonly string[]).toSorted();
  });
}

/** The entries of a view mode: names of fields, mappings about a field, and groups of these. */
function followedView(entries: Json, renamed: Renamed): Json {
  const previous = previousName(renamed);
  return withEntries(entries, (entry) => {
    if (!isObject(entry)) return entry === previous ? renamed.next : entry;
    const view = entry as JsonObject;
    if (view["field"] === previous) return { ...view, field: renamed.next };
    return withPart(view, "fields", (inner) => followedView(inner, renamed));
  });
}

/** Moves a type, whose items follow by their foreign key, or the values of one of its fields, or begins to. */
export async function renameType(db: Db, renamed: Renamed, inBatches = false): Promise<void> {
  const { name, next } = renamed;
  if (isObjectRename(renamed)) {
    await db.run(sql.unsafe`update item_type set type = ${next} where type = ${name}`);
    return;
  }
  const previous = previousName(renamed);
  if (inBatches) return beginFieldRewrite(db, name, previous, next);
  const moved = (fields: FragmentSqlToken) => withKeyMoved(fields, previous, next);
  await db.run(sql.unsafe`
    update item set fields = ${moved(sql.fragment`item.fields`)} where type = ${name} and item.fields ? ${previous}`);
  await rewriteRevisions(
    db,
    sql.unsafe`
      update item_revision as revision set fields = ${moved(sql.fragment`revision.fields`)}
      from item where item.id = revision.item_id and item.type = ${name} and revision.fields ? ${previous}`,
  );
}

/** The items and revisions that move with a type, or with a field of it. */
export async function countRenamedType(db: Db, renamed: Renamed): Promise<string | null> {
  const { name } = renamed;
  const previous = previousName(renamed);
  const items = isObjectRename(renamed) ? await countOfType(db, name) : await countItemsWith(db, name, previous);
  const revisions = isObjectRename(renamed)
    ? await countRevisions(db, name)
    : await countRevisionsWith(db, name, previous);
  if (items + revisions === 0) return null;
  return `${countText(items, "item")}, ${countText(revisions, "revision")}`;
}

async function countRevisions(db: Db, type: string): Promise<number> {
  const { revisions } = await db.one<{ readonly revisions: number }>(sql.unsafe`
    select count(*) as revisions
    from item_revision as revision join item on item.id = revision.item_id where type = ${type}`);
  return revisions;
}

/** The values of a field may move in batches: whoever reads them meanwhile knows both keys. */
export async function isLongRename(db: Db, renamed: Renamed, most: number): Promise<boolean> {
  if (isObjectRename(renamed)) return false;
  const previous = previousName(renamed);
  const items = await countItemsWith(db, renamed.name, previous, most + 1);
  if (items > most) return true;
  return items + (await countRevisionsWith(db, renamed.name, previous, most + 1)) > most;
}
