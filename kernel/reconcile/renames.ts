import type { Json } from "../base/json.ts";
import type { Kind } from "../kinds/kind.ts";
import { PLAIN } from "../kinds/shape.ts";
import type { DesiredObject } from "../model/desired.ts";
import { leavesOf } from "./leaves.ts";

/** A part of an object that says what it was called before; an empty path is the object itself. */
export type Rename = {
  readonly path: readonly string[];
  readonly from: readonly string[];
  readonly previousName: string;
};

/** Every `renamed_from` of an object. Whether there is anything to rename is for the state to say. */
export function renamesOf(kind: Kind, object: DesiredObject): readonly Rename[] {
  if (kind.instructions.length === 0 || !mentionsRename(object.spec)) return [];
  const leaves = leavesOf({ ...PLAIN, keyedLists: kind.keyedLists }, object.spec);
  return [...leaves.values()]
    .filter((leaf) => leaf.path.at(-1) === "renamed_from" && typeof leaf.value === "string")
    .map((leaf) => {
      const path = leaf.path.slice(0, -1);
      const previousName = leaf.value as string;
      return { path, from: path.length === 0 ? [] : [...path.slice(0, -1), previousName], previousName };
    });
}

function mentionsRename(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "renamed_from") || Object.values(value).some(mentionsRename);
}
