import type { Tag, TagTree } from "../categories/tag-tree.ts";
import { loadTagTree } from "../categories/tree.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Speaker } from "../words/say.ts";
import { say } from "../words/say.ts";
import { itemUrl, tagUrl } from "./urls.ts";

export type Crumb = { readonly label: string; readonly url: string; readonly current: boolean };

/** The first place of every breadcrumb. */
export function homeCrumb(site: Speaker): Crumb {
  return { label: say(site, "page.home"), url: "/", current: false };
}

/** Home › the tags above › the tag. */
export function tagBreadcrumb(site: Speaker, tree: TagTree, tag: Tag): readonly Crumb[] {
  return [homeCrumb(site), ...tree.ancestors(tag.id).map((above) => tagCrumb(above)), tagCrumb(tag, true)];
}

/** Home › the path to the item's first tag › the item. */
export async function itemBreadcrumb(
  state: Pick<RequestState, "site" | "db" | "cache" | "cacheability">,
  item: Item,
): Promise<readonly Crumb[]> {
  const home = homeCrumb(state.site);
  const own: Crumb = { label: item.title, url: itemUrl(item.id), current: true };
  for (const field of state.site.types.get(item.type)?.fields.values() ?? []) {
    if (field.target !== "category_tag" || field.vocabulary === undefined) continue;
    const vocabulary = state.site.vocabularies.get(field.vocabulary);
    const value = item.fields[field.name];
    const first = Array.isArray(value) ? value[0] : undefined;
    if (vocabulary === undefined || first === undefined) continue;
    const tree = await loadTagTree(state, vocabulary);
    const tag = tree.byId.get(first.target_id);
    if (tag !== undefined) return [home, ...[...tree.ancestors(tag.id), tag].map((above) => tagCrumb(above)), own];
  }
  return [home, own];
}

function tagCrumb(tag: Tag, current = false): Crumb {
  return { label: tag.label, url: tagUrl(tag.id), current };
}
