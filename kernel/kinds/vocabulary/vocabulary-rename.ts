import { sql } from "slonik";
import type { Json, JsonObject } from "../../base/json.ts";
import type { Db } from "../../model/db.ts";
import { ARE, counted } from "../counted.ts";
import type { Renamed } from "../kind.ts";
import { isObjectRename, previousName, withEntries, withPart } from "../renamed.ts";
import { placeKey, placesOfRows } from "./tag-tree.ts";
import { countFiled, tagsOf } from "./vocabulary-store.ts";

/** A vocabulary after a rename of one of its tags. */
export function followedVocabulary(name: string, spec: JsonObject, renamed: Renamed): JsonObject {
  if (isObjectRename(renamed) || renamed.kind !== "vocabulary" || renamed.name !== name) return spec;
  // Where tags have several parents, a label is one tag, wherever it stands.
  if (spec["hierarchy"] === "multiple") return withLabel(spec, previousName(renamed), renamed.next);
  return withTagAt(spec, labelsOf(renamed), renamed.next);
}

function withTagAt(owner: JsonObject, [label, ...below]: readonly string[], next: string): JsonObject {
  return withPart(owner, "tags", (tags) =>
    withEntries(tags, (tag) => {
      const entry = tag as JsonObject;
      if (entry["label"] !== label) return tag;
      return below.length === 0 ? { ...entry, label: next } : withTagAt(entry, below, next);
    }),
  );
}

function withLabel(owner: JsonObject, label: string, next: string): JsonObject {
  return withPart(owner, "tags", (tags) =>
    withEntries(tags, (tag): Json => {
      const entry = withLabel(tag as JsonObject, label, next);
      return entry["label"] === label ? { ...entry, label: next } : entry;
    }),
  );
}

/** The labels on the way to a tag: every other name of its path. */
function labelsOf({ path }: Renamed): readonly string[] {
  return path.filter((_, index) => index % 2 === 1);
}

/** Gives a vocabulary or a tag of it another name; items refer to both by id. */
export async function renameVocabulary(db: Db, renamed: Renamed): Promise<void> {
  if (isObjectRename(renamed)) {
    await db.run(sql.unsafe`update category set machine_name = ${renamed.next} where machine_name = ${renamed.name}`);
    return;
  }
  const id = await findTag(db, renamed);
  if (id !== null) await db.run(sql.unsafe`update category_tag set label = ${renamed.next} where id = ${id}`);
}

/** The items that are filed under what is renamed. */
export async function countRenamedVocabulary(db: Db, renamed: Renamed): Promise<string | null> {
  const tag = isObjectRename(renamed) ? null : await findTag(db, renamed);
  const items = await countFiled(db, renamed.name, tag);
  if (items === 0) return null;
  return `${counted(items, "item", ARE)} filed under ${tag === null ? "its tags" : "it"}`;
}

async function findTag(db: Db, renamed: Renamed): Promise<string | null> {
  const places = placesOfRows(await tagsOf(db, renamed.name));
  const wanted = placeKey(labelsOf(renamed));
  return places.find(({ path }) => placeKey(path) === wanted)?.id ?? null;
}
