import type { Tag, TagTree } from "../categories/tag-tree.ts";
import { loadTagTree } from "../categories/tree.ts";
import { vocabularyOf } from "../fields/field-types.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";
import type { Speaker } from "../words/say.ts";
import { say } from "../words/say.ts";
import { itemUrl, tagUrl } from "./urls.ts";

export type Crumb = { readonly label: string; readonly url: string; readonly current: boolean };

/** The first place of every breadcrumb. */
export function homeCrumb(site: Speaker): Crumb {
  return { label: say(site, "page.home"), url: "/", current: false };
}

/** Home › the tags above › the tag. */
export function tagBreadcrumb(site: Site, tree: TagTree, tag: Tag): readonly Crumb[] {
  const above = tree.ancestors(tag.id).flatMap((each) => tagCrumb(site, each));
  return [homeCrumb(site), ...above, ...tagCrumb(site, tag, true)];
}

/** Home › the path to the item's first tag › the item. */
export async function itemBreadcrumb(
  state: Pick<RequestState, "site" | "db" | "cache" | "cacheability">,
  item: Item,
): Promise<readonly Crumb[]> {
  const home = homeCrumb(state.site);
  const own: Crumb = { label: item.title, url: itemUrl(item.id), current: true };
  for (const field of state.site.types.get(item.type)?.fields.values() ?? []) {
    const vocabulary = state.site.vocabularies.get(vocabularyOf(field) ?? "");
    const value = item.fields[field.name];
    const first = Array.isArray(value) ? value[0] : undefined;
    if (vocabulary === undefined || first === undefined) continue;
    const tree = await loadTagTree(state, vocabulary);
    const tag = tree.byId.get(first.target_id);
    if (tag === undefined) continue;
    return [home, ...[...tree.ancestors(tag.id), tag].flatMap((each) => tagCrumb(state.site, each)), own];
  }
  return [home, own];
}

/** The step to a tag; none where tags have no page. */
function tagCrumb(site: Site, tag: Tag, current = false): readonly Crumb[] {
  const url = tagUrl(site, tag.id);
  return url === null ? [] : [{ label: tag.label, url, current }];
}
