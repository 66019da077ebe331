import { itemTypeOf } from "../../kernel/kinds/type/item-type.ts";
import type { ItemType, TypeSpec } from "../../kernel/kinds/type/type-spec.ts";
import type { Site } from "../../kernel/model/site.ts";

/** As much of a snapshot as listings need: its types. */
export function siteOfTypes(specs: { readonly [name: string]: TypeSpec }): Pick<Site, "types"> {
  const types = new Map<string, ItemType>();
  for (const [name, spec] of Object.entries(specs)) types.set(name, itemTypeOf(name, spec));
  return { types };
}
