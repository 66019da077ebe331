import { sql } from "slonik";
import type { Item, ItemDraft } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { loadItem } from "./load.ts";
import { saveItem } from "./save.ts";

/**
 * Saves what a form sent, as `saveItem` does; what was sent before, by a second click say, is not saved again: the item
 * comes back as it is now.
 * @throws as `saveItem`
 */
export async function saveOnce(state: RequestState, draft: ItemDraft & { readonly submission: string }): Promise<Item> {
  try {
    return await saveItem(state, draft);
  } catch (error) {
    // The second of two finds a newer revision than it knows, or that the first has used its id.
    const saved = await findSaved(state, draft.submission);
    if (saved === null) throw error;
    return saved;
  }
}

async function findSaved(state: RequestState, submission: string): Promise<Item | null> {
  const row = await state.db.maybe<{ item: string }>(sql.unsafe`
    select item_id as item from item_revision
    where submission = ${submission}::uuid and revised_by = ${state.user.id}::uuid`);
  return row === null ? null : loadItem(state, row.item);
}
