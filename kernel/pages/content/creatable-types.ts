import { mayCreate } from "../../content/access.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { ItemType } from "../../model/site.ts";

/** The types of which the user may make items, by label. */
export function creatableTypes(state: Pick<RequestState, "site" | "user">): readonly ItemType[] {
  return [...state.site.types.values()]
    .filter(({ name }) => mayCreate(state, name))
    .toSorted((left, right) => left.label.localeCompare(right.label, "en"));
}
