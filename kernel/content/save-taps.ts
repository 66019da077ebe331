import type { ItemType } from "../kinds/type/type-spec.ts";
import type { FieldValue, Item, ItemDraft } from "../model/item.ts";
import type { Failure } from "../model/plugin-answers.ts";
import type { CallPlugin, RequestState } from "../model/request-state.ts";
import { handleOf, inTransaction } from "../model/request-state.ts";
import { wrong } from "../words/problem.ts";
import type { FieldProblem } from "./check.ts";
import type { Version } from "./version.ts";

/** An item on its way to being saved. */
export type Change = { readonly type: ItemType; readonly draft: ItemDraft; readonly version: Version };
/** The same once plugins have seen it: what they changed counts as given, and what they have against it. */
export type SeenChange = Change & { readonly objections: readonly FieldProblem[] };

const NONE: readonly FieldProblem[] = [];

/** Shows each change to the plugins, which may set fields, or object. */
export async function beforeSave(state: RequestState, changes: readonly Change[]): Promise<readonly SeenChange[]> {
  if (!state.taps.has("tap_item_presave")) return changes.map((change) => ({ ...change, objections: NONE }));
  const seen: SeenChange[] = [];
  for (const change of changes) {
    seen.push(await presave(state, change));
    endRecord(state, changes);
  }
  return seen;
}

async function presave(state: RequestState, change: Change): Promise<SeenChange> {
  const { type, draft, version } = change;
  const { logMessage, revisedBy, submission, writtenAt, ...rest } = version;
  const now = state.clock.now();
  const item: Item = { ...rest, created: writtenAt ?? version.created ?? now, changed: now };
  const handle = handleOf(state, item);
  const failures = await state.taps.check(state, "tap_item_presave", [handle], (within, call) =>
    undoing(within, handle, call),
  );
  const objections = failures.map(({ failure }) => problemOf(type, failure));
  const { title, published, fields } = state.items[handle]!;
  return {
    type,
    draft: { ...draft, fields: { ...draft.fields, ...changedFields(item.fields, fields) } },
    version: { ...version, title, published, fields },
    objections,
  };
}

/** Undoes what a plugin did before it broke: its writes, and what it set. */
async function undoing(state: RequestState, handle: number, call: CallPlugin): Promise<void> {
  const before = state.items[handle]!;
  try {
    await inTransaction(state, call);
  } catch (error) {
    state.items[handle] = before;
    throw error;
  }
}

/** Setters copy, so what was not set is the very same value. */
function changedFields(before: Item["fields"], after: Item["fields"]): ItemDraft["fields"] {
  const changed: { [name: string]: FieldValue | null } = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (before[name] !== after[name]) changed[name] = after[name] ?? null;
  }
  return changed;
}

const ON_FIELD = /^([a-z][a-z0-9_]*): *(.+)$/s;

/** `field_rating: must be below 10` is about that field, anything else about the item as a whole. */
function problemOf(type: ItemType, { detail }: Failure): FieldProblem {
  const text = detail.trim().replace(/\.$/, "");
  if (text === "") return { field: "", label: "", problem: wrong("plugin_objects") };
  const [, name = "", rest = ""] = ON_FIELD.exec(text) ?? [];
  if (name === "title") return { field: name, label: type.titleLabel, problem: `${type.titleLabel} ${rest}` };
  const field = type.fields.get(name);
  if (field === undefined) return { field: "", label: "", problem: text };
  return { field: name, label: field.label, problem: `${field.label} ${rest}` };
}

/** Tells the plugins what was saved, in its transaction: what one wrote before it broke is undone, and nothing else. */
export async function afterSave(
  state: RequestState,
  changes: readonly Change[],
  items: readonly Item[],
): Promise<void> {
  const isHeard = {
    insert: state.taps.has("tap_item_insert"),
    update: state.taps.has("tap_item_update"),
  };
  if (!isHeard.insert && !isHeard.update) return;
  for (const [index, item] of items.entries()) {
    const event = changes[index]!.version.created === null ? "insert" : "update";
    if (isHeard[event]) await state.taps.each(state, `tap_item_${event}`, [handleOf(state, item)], inTransaction);
    endRecord(state, items);
  }
}

/**
 * Each record of many is like a request of its own to plugins: no memory, fuel or time of the one before is counted.
 */
function endRecord(state: RequestState, records: readonly unknown[]): void {
  if (records.length > 1 && state.depth === undefined) state.taps.release(state);
}

/** Tells the plugins what is about to be deleted, while it is still there. */
export async function beforeDelete(state: RequestState, item: Item): Promise<void> {
  if (!state.taps.has("tap_item_delete")) return;
  await state.taps.each(state, "tap_item_delete", [handleOf(state, item)], inTransaction);
}
