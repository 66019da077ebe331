import type { TagTree } from "../categories/tag-tree.ts";
import { loadTagTree } from "../categories/tree.ts";
import { checkAccess } from "../content/access.ts";
import { loadItems } from "../content/load.ts";
import type { Item, Reference } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Field } from "../model/site.ts";
import { itemUrl, tagUrl } from "./urls.ts";

export type Label = { readonly label: string; readonly url: string | null };
export type LabelOf = (reference: Reference) => Label | null;

/**
 * A function that names what the items refer to, without asking the database again: tags, and items that the user may view. What
 * is gone or hidden has no name.
 */
export async function prepareLabels(state: RequestState, items: readonly Item[]): Promise<LabelOf> {
  const trees: TagTree[] = [];
  const known = new Map<string, readonly Field[]>();
  const referred = new Set<string>();
  for (const item of items) {
    let toItems = known.get(item.type);
    if (toItems === undefined) {
      const references = referenceFields(state, item.type);
      for (const name of new Set(references.flatMap((field) => field.vocabulary ?? []))) {
        const vocabulary = state.site.vocabularies.get(name);
        if (vocabulary !== undefined) trees.push(await loadTagTree(state, vocabulary));
      }
      toItems = references.filter((field) => field.target === "item");
      known.set(item.type, toItems);
    }
    for (const field of toItems) collectTargets(item, field, referred);
  }
  const titles = referred.size === 0 ? null : await titlesOf(state, [...referred]);
  return ({ target_type, target_id }) => {
    if (target_type === "item") return titles?.get(target_id) ?? null;
    for (const tree of trees) {
      const tag = tree.byId.get(target_id);
      if (tag !== undefined) return { label: tag.label, url: tagUrl(tag.id) };
    }
    return null;
  };
}

function referenceFields({ site }: RequestState, type: string): readonly Field[] {
  return [...(site.types.get(type)?.fields.values() ?? [])].filter((field) => field.type === "reference");
}

function collectTargets(item: Item, field: Field, into: Set<string>): void {
  const value = item.fields[field.name];
  if (Array.isArray(value)) for (const reference of value) into.add((reference as Reference).target_id);
}

async function titlesOf(state: RequestState, ids: readonly string[]): Promise<ReadonlyMap<string, Label>> {
  const titles = new Map<string, Label>();
  for (const item of await loadItems(state, ids)) {
    if (!(await checkAccess(state, "view", item))) continue;
    const hasPage = state.site.types.get(item.type)?.hasPage ?? false;
    titles.set(item.id, { label: item.title, url: hasPage ? itemUrl(item.id) : null });
  }
  return titles;
}
