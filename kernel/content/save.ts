import { Fault } from "../base/fault.ts";
import type { ItemType } from "../kinds/type/type-spec.ts";
import { cacheTags } from "../model/cache.ts";
import type { Item, ItemDraft } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction, markChanged } from "../model/request-state.ts";
import { checkContent, requireValid } from "./check.ts";
import { checkTexts } from "./check-texts.ts";
import { holdGeneration } from "./generation.ts";
import { findItems } from "./load.ts";
import { pruneRevisions } from "./prune-revisions.ts";
import { checkReferences } from "./references.ts";
import type { Change, SeenChange } from "./save-taps.ts";
import { afterSave, beforeSave } from "./save-taps.ts";
import { storeVersions } from "./store.ts";
import { storeGrants } from "./store-grants.ts";
import type { Version } from "./version.ts";
import { nextVersion } from "./version.ts";

/**
 * Saves one item in the stage of the request: a new one, or a new revision of the one that `draft.id` names. Access is
 * not asked here. Inside a transaction of the caller, use `writeItems`.
 * @throws Fault `item.invalid` with all that is wrong; its cause is the list of `FieldProblem`
 * @throws Fault `item.missing` when `draft.id` names no item; `item.changed` when it has a newer revision than the
 * draft knows; `site.behind`
 */
export async function saveItem(state: RequestState, draft: ItemDraft): Promise<Item> {
  const [item] = await saveItems(state, [draft]);
  return item!;
}

/**
 * Saves several items, all or none, with a few statements whatever their number. @throws as `saveItem`; `Faults` when
 * several are wrong
 */
export async function saveItems(state: RequestState, drafts: readonly ItemDraft[]): Promise<readonly Item[]> {
  const items = await inTransaction(state, (inside) => writeItems(inside, drafts));
  await markChanged(state, itemTags(items));
  return items;
}

/** The part of a save that belongs in the transaction. The caller marks `itemTags` of the result as changed. */
export async function writeItems(state: RequestState, drafts: readonly ItemDraft[]): Promise<readonly Item[]> {
  if (drafts.length === 0) return [];
  await holdGeneration(state);
  const changes = await beforeSave(state, await prepareChanges(state, drafts));
  requireValid(changes.map((change) => validate(state, change)));
  requireValid(await validateReferences(state, changes));
  const versions = changes.map((change) => change.version);
  const items = await storeVersions(state.db, state.stage, versions);
  await afterSave(state, changes, items);
  await storeGrants(state, items);
  await pruneRevisions(state, items);
  return items;
}

/** The cache tags of what shows these items, or lists items of their types. */
export function itemTags(items: readonly Pick<Item, "id" | "type">[]): readonly string[] {
  const tags = new Set<string>();
  for (const item of items) tags.add(cacheTags.item(item.id)).add(cacheTags.type(item.type));
  return [...tags];
}

async function prepareChanges(state: RequestState, drafts: readonly ItemDraft[]): Promise<readonly Change[]> {
  const ids = drafts.flatMap((draft) => draft.id ?? []);
  const known = ids.length === 0 ? new Map<string, Item>() : await findItems(state, ids, true);
  return drafts.map((draft) => {
    const before = draft.id === undefined ? null : requireItem(known, draft.id);
    requireBase(before, draft);
    const type = requireType(state, before?.type ?? draft.type);
    return { type, draft, version: nextVersion(type, draft, before, state) };
  });
}

function requireItem(known: ReadonlyMap<string, Item>, id: string): Item {
  const item = known.get(id);
  if (item === undefined) throw new Fault("item.missing", `There is no item ${id}.`);
  return item;
}

/** Whoever waited for somebody else's save learns of it here, because the item is locked by now. */
function requireBase(before: Item | null, { baseRevisionId }: ItemDraft): void {
  if (before === null || baseRevisionId === undefined || before.revisionId === baseRevisionId) return;
  throw new Fault("item.changed", `${before.title} was saved by somebody else meanwhile.`);
}

function requireType(state: RequestState, name: string): ItemType {
  const type = state.site.types.get(name);
  if (type === undefined) throw new Fault("type.unknown_type", `There is no content type ${name}.`);
  return type;
}

function validate({ site }: Pick<RequestState, "site">, { type, draft, version, objections }: SeenChange) {
  const own = checkContent(type, version, draft.fields);
  // What breaks a rule is not shown either.
  const texts = own.length > 0 ? [] : checkTexts(site, type, draft.fields);
  return { item: nameOf(version), problems: [...own, ...texts, ...objections] };
}

async function validateReferences(state: RequestState, changes: readonly Change[]) {
  const given = changes.map(({ type, draft }) => ({ type, fields: draft.fields }));
  const problems = await checkReferences(state.db, given);
  return changes.map(({ version }, index) => ({ item: nameOf(version), problems: problems[index]! }));
}

function nameOf(version: Version): string {
  return version.title === "" ? `A new ${version.type}` : `${version.type} ${JSON.stringify(version.title)}`;
}
