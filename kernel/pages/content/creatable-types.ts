import { mayCreate } from "../../content/access.ts";
import type { ItemType } from "../../kinds/type/type-spec.ts";
import type { RequestState } from "../../model/request-state.ts";

/** The types of which the user may make items, by label. */
export function creatableTypes(state: Pick<RequestState, "site" | "user">): readonly ItemType[] {
  return [...state.site.types.values()]
    .filter(({ name }) => mayCreate(state, name))
    .toSorted((left, right) => left.label.localeCompare(right.label, "en"));
}
