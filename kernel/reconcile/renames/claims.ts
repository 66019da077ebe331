import type { Json, JsonObject } from "../../base/json.ts";
import type { Kind } from "../../kinds/kind.ts";
import { PLAIN } from "../../kinds/shape.ts";
import type { DesiredObject } from "../../model/desired.ts";
import { leavesOf } from "../compare/leaves.ts";

/** A part of an object that says what it was called before; an empty path is the object itself. */
export type Claim = { readonly path: readonly string[]; readonly previous: readonly string[] };

/** Every `renamed_from` of an object. Whether there is anything to rename is for the state to say. */
export function claimsOf(kind: Kind, object: DesiredObject): readonly Claim[] {
  if (kind.instructions.length === 0 || !mentionsRename(object.spec)) return [];
  const leaves = leavesOf({ ...PLAIN, keyedLists: kind.keyedLists }, object.spec);
  return [...leaves.values()]
    .filter((leaf) => leaf.path.at(-1) === "renamed_from")
    .map(({ path, value }) => ({ path: path.slice(0, -1), previous: [value].flat() as readonly string[] }));
}

/** True when something in a spec says what it was called before. */
export function mentionsRename(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(mentionsRename);
  for (const key in value) {
    if (key === "renamed_from" || mentionsRename((value as JsonObject)[key]!)) return true;
  }
  return false;
}
