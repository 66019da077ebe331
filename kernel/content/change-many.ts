import { Fault } from "../base/fault.ts";
import type { TagTree } from "../categories/tag-tree.ts";
import { loadTagTree } from "../categories/tree.ts";
import { mostValues, valuesOf } from "../fields/cardinality.ts";
import { vocabularyOf } from "../fields/field-types.ts";
import type { Item, ItemDraft, Reference } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { say } from "../words/say.ts";
import { checkAccess } from "./access.ts";
import { deleteItem } from "./delete.ts";
import { loadItem } from "./load.ts";
import { saveItem } from "./save.ts";

/** Change of each of several items. */
export type ManyChange =
  | { readonly kind: "publish" | "unpublish" | "delete" }
  | { readonly kind: "author"; readonly author: string }
  | { readonly kind: "tag"; readonly label: string };

/** How many items were changed, and why others were not. */
export type ManyChanged = { readonly done: number; readonly reasons: readonly string[] };

/** Changes items one after the other, each by itself: what is wrong with one, or not permitted, stops no other. */
export async function changeMany(
  state: RequestState,
  ids: readonly string[],
  change: ManyChange,
): Promise<ManyChanged> {
  let done = 0;
  const reasons: string[] = [];
  for (const id of ids) {
    const reason = await changeOne(state, id, change);
    if (reason === null) done += 1;
    else if (reason !== "") reasons.push(reason);
  }
  return { done, reasons };
}

/** Null when it is done; empty when there is no such item that the user may know of. */
async function changeOne(state: RequestState, id: string, change: ManyChange): Promise<string | null> {
  const item = await loadItem(state, id);
  if (item === null || !(await checkAccess(state, "view", item))) return "";
  const operation = change.kind === "delete" ? "delete" : "edit";
  const { title } = item;
  if (!(await checkAccess(state, operation, item))) return say(state.site, "content.bulk_refused", { title });
  try {
    if (change.kind === "delete") await deleteItem(state, id);
    else await saveItem(state, { ...unchanged(item), ...(await draftOf(state, item, change)) });
    return null;
  } catch (error) {
    if (!(error instanceof Fault) || (error.status !== 409 && error.status !== 422)) throw error;
    return say(state.site, "content.bulk_problem", { title, problem: error.message });
  }
}

function unchanged({ id, type, title, revisionId }: Item): ItemDraft {
  return { id, type, title, fields: {}, baseRevisionId: revisionId };
}

type Saved = Exclude<ManyChange, { readonly kind: "delete" }>;

async function draftOf(state: RequestState, item: Item, change: Saved | ManyChange): Promise<Partial<ItemDraft>> {
  if (change.kind === "author") return { authorId: change.author };
  if (change.kind === "tag") return { fields: await tagged(state, item, change.label) };
  return { published: change.kind === "publish" };
}

/**
 * The first field of the item that takes tags among which there is one of that label, with the tag added. @throws Fault
 * `item.invalid`
 */
async function tagged(state: RequestState, item: Item, label: string): Promise<ItemDraft["fields"]> {
  for (const field of state.site.types.get(item.type)?.fields.values() ?? []) {
    const vocabulary = state.site.vocabularies.get(vocabularyOf(field) ?? "");
    const tag = vocabulary === undefined ? undefined : findLabel(await loadTagTree(state, vocabulary), label);
    if (tag === undefined) continue;
    const value = item.fields[field.name];
    const before = (value === undefined ? [] : valuesOf(value)) as readonly Reference[];
    if (before.some(({ target_id: id }) => id === tag)) return {};
    const kept = mostValues(field) === 1 ? [] : before;
    return { [field.name]: [...kept, { target_id: tag, target_type: "category_tag" }] };
  }
  throw new Fault("item.invalid", say(state.site, "content.bulk_no_tag", { name: label }), { cause: [] });
}

function findLabel({ entries }: TagTree, label: string): string | undefined {
  const wanted = label.trim().toLowerCase();
  return entries.find(({ tag }) => tag.label.toLowerCase() === wanted)?.tag.id;
}
