import { sql } from "slonik";
import { Fault } from "../base/fault.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction, markChanged } from "../model/request-state.ts";
import { holdGeneration } from "./generation.ts";
import { findItems } from "./load.ts";
import { itemTags } from "./save.ts";
import { beforeDelete } from "./save-taps.ts";

/**
 * Deletes an item with all of its revisions; in another stage than the live one, a live item is only noted as deleted
 * there. Access is not asked here.
 * @throws Fault `item.missing`, `site.behind`
 */
export async function deleteItem(state: RequestState, id: string): Promise<void> {
  const item = await inTransaction(state, (inside) => removeItem(inside, id));
  await markChanged(state, itemTags([item]));
}

async function removeItem(state: RequestState, id: string): Promise<Item> {
  await holdGeneration(state);
  const { db, stage } = state;
  const item = (await findItems(state, [id], true)).get(id);
  if (item === undefined) throw new Fault("item.missing", `There is no item ${id}.`);
  await beforeDelete(state, item);
  if (item.stageId === stage) {
    await db.run(sql.unsafe`delete from item where id = ${id}::uuid`);
  } else {
    await db.run(sql.unsafe`insert into stage_deletion (stage_id, item_id) values (${stage}, ${id}::uuid)`);
  }
  return item;
}
