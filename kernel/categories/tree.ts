import { sql } from "slonik";
import { isUuid } from "../base/ids.ts";
import type { Vocabulary } from "../kinds/vocabulary/vocabulary-spec.ts";
import { cacheTags } from "../model/cache.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Tag, TagTree } from "./tag-tree.ts";
import { buildTagTree } from "./tag-tree.ts";

type TreeState = Pick<RequestState, "db" | "cache" | "cacheability">;

/**
 * The tags of a vocabulary; from the cache where they are there. What is built of them carries the vocabulary's tag.
 */
export async function loadTagTree(state: TreeState, vocabulary: Vocabulary): Promise<TagTree> {
  const tag = cacheTags.vocabulary(vocabulary.name);
  state.cacheability.tags.add(tag);
  const known = state.cache.get<TagTree>(tag);
  if (known !== undefined) return known;
  const since = state.cache.mark();
  const tree = buildTagTree(
    await state.db.many<Tag>(sql.unsafe`
      select tag.id, tag.label, tag.description, array_remove(array_agg(hierarchy.parent_id::text order by hierarchy.parent_id), null) as parents
      from category_tag as tag
      left join category_tag_hierarchy as hierarchy on hierarchy.tag_id = tag.id
      where tag.category_id = ${vocabulary.id}::uuid
      group by tag.id
      order by tag.weight, lower(tag.label), tag.id
    `),
  );
  state.cache.set(tag, tree, { tags: [tag, cacheTags.site], since });
  return tree;
}

/** A tag, with the vocabulary it belongs to and all of its tags. */
export type FoundTag = { readonly tag: Tag; readonly vocabulary: Vocabulary; readonly tree: TagTree };

/** The tag with this id, in whichever vocabulary of the site; null when there is none. */
export async function findTag(state: TreeState & Pick<RequestState, "site">, id: string): Promise<FoundTag | null> {
  if (!isUuid(id)) return null;
  for (const vocabulary of state.site.vocabularies.values()) {
    const tree = await loadTagTree(state, vocabulary);
    const tag = tree.byId.get(id);
    if (tag !== undefined) return { tag, vocabulary, tree };
  }
  return null;
}
