import { sql } from "slonik";
import { uuidv7 } from "../../base/ids.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import type { Db } from "../../model/db.ts";
import { ARE, countText } from "../count-text.ts";
import type { Renamed } from "../kind.ts";
import { isObjectRename, previousName, withEntries, withPart } from "../renamed.ts";
import { placeKey, placesOfRows } from "./tag-tree.ts";
import { countFiled, tagsOf } from "./vocabulary-store.ts";

/** A vocabulary after a rename of one of its tags. */
export function followedVocabulary(name: string, spec: JsonObject, renamed: Renamed): JsonObject {
  if (isObjectRename(renamed) || renamed.kind !== "vocabulary" || renamed.name !== name) return spec;
  if (renamed.under !== undefined)
    return withTagMoved(spec, labelsIn(renamed.path), [...labelsIn(renamed.under), renamed.next]);
  // Where tags have several parents, a label is one tag, wherever it stands.
  if (spec["hierarchy"] === "multiple") return withLabel(spec, previousName(renamed), renamed.next);
  return withTagAt(spec, labelsIn(renamed.path), renamed.next);
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

/** A tag with all that stands below it in another place; what it comes to stand under is made where it is missing. */
function withTagMoved(spec: JsonObject, from: readonly string[], to: readonly string[]): JsonObject {
  const tag = tagAt(spec, from);
  return tag === undefined ? spec : withTag(withoutTag(spec, from), to, tag);
}

function tagAt(owner: JsonObject, [label, ...below]: readonly string[]): JsonObject | undefined {
  const tag = tagsIn(owner).find((each) => each["label"] === label);
  return tag === undefined || below.length === 0 ? tag : tagAt(tag, below);
}

function withoutTag(owner: JsonObject, [label, ...below]: readonly string[]): JsonObject {
  const { tags: _, ...others } = owner;
  const left = tagsIn(owner).flatMap((tag) => {
    if (tag["label"] !== label) return [tag];
    return below.length === 0 ? [] : [withoutTag(tag, below)];
  });
  return left.length === 0 ? others : { ...others, tags: left };
}

function withTag(owner: JsonObject, [label, ...below]: readonly string[], tag: JsonObject): JsonObject {
  const tags = tagsIn(owner);
  if (below.length === 0) return { ...owner, tags: [...tags, { ...tag, label: label! }] };
  const parent = tags.find((each) => each["label"] === label);
  if (parent === undefined) return { ...owner, tags: [...tags, withTag({ label: label! }, below, tag)] };
  return { ...owner, tags: tags.map((each) => (each === parent ? withTag(parent, below, tag) : each)) };
}

function tagsIn({ tags }: JsonObject): readonly JsonObject[] {
  return (tags ?? []) as readonly JsonObject[];
}

/** The labels on the way to a tag: every other name of its path. */
function labelsIn(path: readonly string[]): readonly string[] {
  return path.filter((_, index) => index % 2 === 1);
}

/** Gives a vocabulary or a tag of it another name; items refer to both by id. */
export async function renameVocabulary(db: Db, renamed: Renamed): Promise<void> {
  if (isObjectRename(renamed)) {
    await db.run(sql.unsafe`update category set machine_name = ${renamed.next} where machine_name = ${renamed.name}`);
    return;
  }
  const places = placesOfRows(await tagsOf(db, renamed.name));
  const labels = labelsIn(renamed.path);
  const id = idAt(places, labels);
  if (id === null) return;
  await db.run(sql.unsafe`update category_tag set label = ${renamed.next} where id = ${id}`);
  if (renamed.under !== undefined)
    await moveTag(db, { id, places, from: labels.slice(0, -1), to: labelsIn(renamed.under) });
}

type Places = ReturnType<typeof placesOfRows>;
type TagMove = {
  readonly id: string;
  readonly places: Places;
  readonly from: readonly string[];
  readonly to: readonly string[];
};

/** Hangs a tag under another parent. Tags on the way to there that are missing are made. */
async function moveTag(db: Db, { id, places, from, to }: TagMove): Promise<void> {
  await db.run(sql.unsafe`
    delete from category_tag_hierarchy where tag_id = ${id} and parent_id = ${idAt(places, from)}::uuid`);
  let parent: string | null = null;
  for (const [index, label] of to.entries()) {
    parent = idAt(places, to.slice(0, index + 1)) ?? (await makeTag(db, label, parent, id));
  }
  if (parent !== null) await hang(db, id, parent);
}

/** Makes a tag in the vocabulary of the tag `beside`. */
async function makeTag(db: Db, label: string, parent: string | null, beside: string): Promise<string> {
  const id = uuidv7();
  await db.run(sql.unsafe`
    insert into category_tag (id, category_id, label)
    select ${id}::uuid, category_id, ${label} from category_tag where id = ${beside}`);
  if (parent !== null) await hang(db, id, parent);
  return id;
}

async function hang(db: Db, tag: string, parent: string): Promise<void> {
  await db.run(sql.unsafe`
    insert into category_tag_hierarchy (tag_id, parent_id) values (${tag}, ${parent}) on conflict do nothing`);
}

/** The items that are filed under what is renamed. */
export async function countRenamedVocabulary(db: Db, renamed: Renamed): Promise<string | null> {
  const tag = isObjectRename(renamed) ? null : await findTag(db, renamed);
  const items = await countFiled(db, renamed.name, tag);
  if (items === 0) return null;
  return `${countText(items, "item", ARE)} filed under ${tag === null ? "its tags" : "it"}`;
}

async function findTag(db: Db, renamed: Renamed): Promise<string | null> {
  return idAt(placesOfRows(await tagsOf(db, renamed.name)), labelsIn(renamed.path));
}

function idAt(places: Places, labels: readonly string[]): string | null {
  const wanted = placeKey(labels);
  return places.find(({ path }) => placeKey(path) === wanted)?.id ?? null;
}
