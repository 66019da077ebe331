import { sql } from "slonik";
import { uuidv7 } from "../../base/ids.ts";
import type { JsonObject } from "../../base/json.ts";
import type { Db } from "../../model/db.ts";
import { ARE, countText } from "../count-text.ts";
import { tagsOfVocabulary, takeOutReferences } from "../references-to.ts";
import { revokeAll } from "../revoke-all.ts";
import type { TagPlace } from "./tag-tree.ts";
import { placeKey, placesOfRows, placesOfSpec, tagTree } from "./tag-tree.ts";
import { permissionsOfVocabulary } from "./vocabulary-permissions.ts";

type VocabularyRow = {
  readonly id: string;
  readonly machine_name: string;
  readonly label: string;
  readonly description: string;
  readonly settings: JsonObject;
};

/** A tag as stored. `parents` are in no order. */
export type TagRow = {
  readonly id: string;
  readonly category_id: string;
  readonly label: string;
  readonly description: string;
  readonly weight: number;
  readonly parents: readonly string[];
};

const TAG_COLUMNS = sql.fragment`id, category_id, label, description, weight,
  array(select parent_id from category_tag_hierarchy where tag_id = category_tag.id) as parents`;

/** Every vocabulary with all of its tags, as specs. */
export async function readVocabularies(db: Db): Promise<ReadonlyMap<string, JsonObject>> {
  const vocabularies = await db.many<VocabularyRow>(
    sql.unsafe`select id, machine_name, label, description, settings from category`,
  );
  const tags = await db.many<TagRow>(
    sql.unsafe`select ${TAG_COLUMNS} from category_tag order by weight, label collate "C", id`,
  );
  const byVocabulary = Map.groupBy(tags, (tag) => tag.category_id);
  return new Map(
    vocabularies.map(({ id, machine_name, label, description, settings }) => {
      const tree = tagTree(byVocabulary.get(id) ?? []);
      return [
        machine_name,
        {
          label,
          ...(description !== "" && { description }),
          ...settings,
          ...(tree.length > 0 && { tags: tree }),
        },
      ];
    }),
  );
}

/** The tags of the vocabulary called `name`, in their order. */
export async function tagsOf(db: Db, name: string): Promise<readonly TagRow[]> {
  const vocabulary = await db.maybe<{ readonly id: string }>(
    sql.unsafe`select id from category where machine_name = ${name}`,
  );
  return vocabulary === null ? [] : tagsIn(db, vocabulary.id);
}

async function tagsIn(db: Db, category: string): Promise<readonly TagRow[]> {
  return db.many(
    sql.unsafe`select ${TAG_COLUMNS} from category_tag where category_id = ${category} order by weight, label collate "C", id`,
  );
}

/** How many items refer to a tag of a vocabulary, in any of their revisions: to any, or to `tag`. */
export async function countFiled(db: Db, vocabulary: string, tag: string | null = null): Promise<number> {
  const { items } = await db.one<{ readonly items: number }>(sql.unsafe`
    select count(distinct item_id) as items
    from item_revision
      cross join lateral jsonb_path_query(fields, '$.*[*].target_id') as target
      join category_tag on category_tag.id::text = target #>> '{}'
      join category on category.id = category_id
    where machine_name = ${vocabulary} and (${tag}::uuid is null or category_tag.id = ${tag}::uuid)`);
  return items;
}

export async function createVocabulary(db: Db, name: string, spec: JsonObject): Promise<void> {
  const { label, description, settings } = columnsOf(spec);
  const id = uuidv7();
  await db.run(sql.unsafe`
    insert into category (id, machine_name, label, description, settings)
    values (${id}, ${name}, ${label}, ${description}, ${sql.jsonb(settings)})`);
  await writeTags(db, id, spec);
}

export async function updateVocabulary(db: Db, name: string, _before: JsonObject, after: JsonObject): Promise<void> {
  const { label, description, settings } = columnsOf(after);
  const { id } = await db.one<{ readonly id: string }>(sql.unsafe`
    update category set label = ${label}, description = ${description}, settings = ${sql.jsonb(settings)}
    where machine_name = ${name} returning id`);
  await writeTags(db, id, after);
}

export async function removeVocabulary(db: Db, name: string): Promise<void> {
  await db.run(sql.unsafe`delete from category where machine_name = ${name}`);
}

/** Counts what is destroyed with a vocabulary: its tags, and that items are filed under them. */
export async function tagsThatGo(db: Db, name: string): Promise<{ readonly what: string; readonly besides: string }> {
  const tags = (await tagsOf(db, name)).length;
  const items = await countFiled(db, name);
  const filed = `; ${countText(items, "item", ARE)} filed under them, and no longer ${items === 1 ? "is" : "are"}`;
  return { what: `its ${countText(tags, "tag")}`, besides: items === 0 ? "" : filed };
}

/** Removes a vocabulary with its tags, what refers to these, and the permissions that come with it. */
export async function destroyVocabulary(db: Db, name: string): Promise<void> {
  await takeOutReferences(db, tagsOfVocabulary(name));
  await revokeAll(db, permissionsOfVocabulary(name));
  await removeVocabulary(db, name);
}

function columnsOf(spec: JsonObject): { label: string; description: string; settings: JsonObject } {
  const { label, description, tags: _tags, ...settings } = spec;
  return { label: label as string, description: (description as string | undefined) ?? "", settings };
}

/** Makes the tags of the vocabulary `category` those of `spec`; a tag that stays in its place keeps its id. */
async function writeTags(db: Db, category: string, spec: JsonObject): Promise<void> {
  const rows = await tagsIn(db, category);
  const places = placesOfRows(rows);
  const live = new Map(places.map((place) => [placeKey(place.path), place.id]));
  const wanted = placesOfSpec(spec);
  const ids = idsOf(wanted, live, spec["hierarchy"] === "multiple");
  const kept = new Set(ids.values());
  await deleteTags(
    db,
    places.map((place) => place.id).filter((id) => !kept.has(id)),
  );
  await upsertTags(db, category, wanted, ids);
  await writeParents(db, wanted, ids);
}

/**
 * The id of the tag at each place: that of the live tag there, or a new one. Where tags may have several parents, a
 * label is one tag.
 */
function idsOf(
  wanted: readonly TagPlace[],
  live: ReadonlyMap<string, string>,
  labelsAreOne: boolean,
): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const byLabel = new Map<string, string>();
  for (const { path } of wanted) {
    const id = live.get(placeKey(path));
    if (id !== undefined) {
      ids.set(placeKey(path), id);
      byLabel.set(path.at(-1)!, id);
    }
  }
  for (const { path } of wanted) {
    if (ids.has(placeKey(path))) continue;
    const id = (labelsAreOne ? byLabel.get(path.at(-1)!) : undefined) ?? uuidv7();
    ids.set(placeKey(path), id);
    byLabel.set(path.at(-1)!, id);
  }
  return ids;
}

async function deleteTags(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.run(sql.unsafe`delete from category_tag where id = any(${sql.array(ids, "uuid")})`);
}

async function upsertTags(
  db: Db,
  category: string,
  wanted: readonly TagPlace[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = new Map<string, readonly (string | number)[]>();
  for (const { path, description, weight } of wanted) {
    const id = ids.get(placeKey(path))!;
    if (!rows.has(id)) rows.set(id, [id, category, path.at(-1)!, description, weight]);
  }
  if (rows.size === 0) return;
  await db.run(sql.unsafe`
    insert into category_tag (id, category_id, label, description, weight)
    select * from ${sql.unnest([...rows.values()], ["uuid", "uuid", "text", "text", "int4"])}
    on conflict (id) do update set description = excluded.description, weight = excluded.weight
    where (category_tag.description, category_tag.weight) is distinct from (excluded.description, excluded.weight)`);
}

async function writeParents(db: Db, wanted: readonly TagPlace[], ids: ReadonlyMap<string, string>): Promise<void> {
  const edges = wanted
    .filter(({ path }) => path.length > 1)
    .map(({ path }) => [ids.get(placeKey(path))!, ids.get(placeKey(path.slice(0, -1)))!] as const);
  await db.run(sql.unsafe`
    delete from category_tag_hierarchy
    where tag_id = any(${sql.array([...new Set(ids.values())], "uuid")})
      and (tag_id, parent_id) not in (select * from ${sql.unnest(edges, ["uuid", "uuid"])})`);
  await db.run(sql.unsafe`
    insert into category_tag_hierarchy (tag_id, parent_id)
    select distinct * from ${sql.unnest(edges, ["uuid", "uuid"])}
    on conflict do nothing`);
}
