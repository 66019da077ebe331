import type { KindName } from "../model/kind-types.ts";

/** The only kind whose parts may exchange their names. */
export const EXCHANGING_KIND: KindName = "type";

/** True for parts of a kind under `parent` that may take each other's names in one apply: the fields of a type. */
export function mayExchange(kind: KindName, parent: readonly string[]): boolean {
  return kind === EXCHANGING_KIND && parent.length === 1 && parent[0] === "fields";
}
