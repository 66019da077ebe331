import { Fault } from "../../../base/fault.ts";
import type { ItemOperation } from "../../../content/access.ts";
import { checkAccess } from "../../../content/access.ts";
import { loadItem } from "../../../content/load.ts";
import type { ItemType } from "../../../kinds/type/type-spec.ts";
import type { Item } from "../../../model/item.ts";
import type { RequestState } from "../../../model/request-state.ts";
import type { Exchange, RouteAccess } from "../route.ts";

/** An item with its type. */
export type TypedItem = { readonly item: Item; readonly type: ItemType };

/**
 * The item that the address names, with which the user may do `operation`.
 * @throws Fault `item.missing` when there is none, or when the user may not know of it; `access.denied`
 */
export async function itemOf({ state, params }: Exchange, operation: ItemOperation): Promise<TypedItem> {
  const found = await findTyped(state, params["id"]!);
  if (found !== null && (await checkAccess(state, operation, found.item))) return found;
  if (found === null || !(await checkAccess(state, "view", found.item))) {
    throw new Fault("item.missing", `There is no item ${params["id"]}.`);
  }
  throw new Fault("access.denied", `The user may not ${operation} the item ${found.item.id}.`);
}

/** Refuses who may not do `operation` with the item of the address. */
export function itemAccess(operation: ItemOperation): RouteAccess {
  return async (exchange) => void (await itemOf(exchange, operation));
}

async function findTyped(state: RequestState, id: string): Promise<TypedItem | null> {
  const item = await loadItem(state, id);
  const type = state.site.types.get(item?.type ?? "");
  return item === null || type === undefined ? null : { item, type };
}
