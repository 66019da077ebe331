import { namesOfAccounts } from "../accounts/user-store.ts";
import type { TagTree } from "../categories/tag-tree.ts";
import { loadTagTree } from "../categories/tree.ts";
import { checkAccess } from "../content/access.ts";
import { loadItems } from "../content/load.ts";
import { targetOf, vocabularyOf } from "../fields/field-types.ts";
import type { Field } from "../kinds/type/type-spec.ts";
import { cacheTags } from "../model/cache.ts";
import type { Item, Reference } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { itemUrl, tagUrl } from "./urls.ts";

export type Label = { readonly label: string; readonly url: string | null };
export type LabelOf = (reference: Reference) => Label | null;

/**
 * A function that names what the items refer to, without asking the database again: tags, accounts, and items that the
 * user may view. What is gone or hidden has no name.
 */
export async function prepareLabels(state: RequestState, items: readonly Item[]): Promise<LabelOf> {
  const trees: TagTree[] = [];
  const known = new Map<string, readonly Field[]>();
  const referred = { item: new Set<string>(), users: new Set<string>() };
  for (const item of items) {
    let looked = known.get(item.type);
    if (looked === undefined) {
      const references = referenceFields(state, item.type);
      for (const name of new Set(references.flatMap((field) => vocabularyOf(field) ?? []))) {
        const vocabulary = state.site.vocabularies.get(name);
        if (vocabulary !== undefined) trees.push(await loadTagTree(state, vocabulary));
      }
      looked = references.filter((field) => vocabularyOf(field) === null);
      known.set(item.type, looked);
    }
    for (const field of looked) collectTargets(item, field, referred[targetOf(field)!.kind as "item" | "users"]);
  }
  const titles = referred.item.size === 0 ? null : await titlesOf(state, [...referred.item]);
  const names = referred.users.size === 0 ? null : await namesOf(state, [...referred.users]);
  return ({ target_type, target_id }) => {
    if (target_type === "item") return titles?.get(target_id) ?? null;
    if (target_type === "users") return names?.get(target_id) ?? null;
    for (const tree of trees) {
      const tag = tree.byId.get(target_id);
      if (tag !== undefined) return { label: tag.label, url: tagUrl(state.site, tag.id) };
    }
    return null;
  };
}

function referenceFields({ site }: RequestState, type: string): readonly Field[] {
  return [...(site.types.get(type)?.fields.values() ?? [])].filter((field) => targetOf(field) !== null);
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

/** Accounts have no page that everybody may see. */
async function namesOf(
  { db, cacheability }: RequestState,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Label>> {
  for (const id of ids) cacheability.tags.add(cacheTags.user(id));
  const names = await namesOfAccounts(db, ids);
  return new Map([...names].map(([id, label]) => [id, { label, url: null }]));
}
