import { pathTo } from "../../../addresses/path-to.ts";
import { Fault } from "../../../base/fault.ts";
import { mayCreate } from "../../../content/access.ts";
import type { DraftOf } from "../../../content/drafts.ts";
import type { ItemType } from "../../../kinds/type/type-spec.ts";
import type { Item } from "../../../model/item.ts";
import type { Exchange } from "../route.ts";
import { itemOf } from "./item-of.ts";

/** Subject of an item form: a new item of a type, or one that is there. */
export type Edited = {
  readonly type: ItemType;
  readonly item: Item | null;
  /** Where the form is. */
  readonly path: string;
  /** Whose draft what is typed into it is. */
  readonly of: DraftOf;
};

/** The new item that the address is about. @throws Fault `http.not_found`, `access.denied` */
export async function newItem({ state, params }: Exchange): Promise<Edited> {
  const type = state.site.types.get(params["type"]!);
  if (type === undefined) throw new Fault("http.not_found", "There is no such content type.");
  if (!mayCreate(state, type.name)) throw new Fault("access.denied", `The user may not make items of ${type.name}.`);
  return { type, item: null, path: pathTo("item-create", { type: type.name }), of: { type: type.name } };
}

/** The item that the address names, to be changed. @throws as `itemOf` */
export async function knownItem(exchange: Exchange): Promise<Edited> {
  const { item, type } = await itemOf(exchange, "edit");
  return { type, item, path: pathTo("item-edit", { id: item.id }), of: { item: item.id } };
}
