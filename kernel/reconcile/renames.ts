import type { Json } from "../base/json.ts";
import type { Kind } from "../kinds/kind.ts";
import { PLAIN } from "../kinds/shape.ts";
import type { DesiredObject } from "../model/desired.ts";
import type { Leaves } from "./leaves.ts";
import { leavesOf, pathText, prefixesOf } from "./leaves.ts";

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

/** The renames of parts that are still to be done: the old name is live, and the new one is not. */
export function possibleRenames(kind: Kind, object: DesiredObject, live: Leaves): readonly Rename[] {
  const names = prefixesOf(live);
  return renamesOf(kind, object).filter(
    ({ path, from }) => path.length > 0 && names.has(pathText(from)) && !names.has(pathText(path)),
  );
}

/** True for what lies under the new or the old name of a rename. */
export function isPartOfRename(path: readonly string[], renames: readonly Rename[]): boolean {
  return renames.some((rename) => startsWith(path, rename.path) || startsWith(path, rename.from));
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((name, index) => path[index] === name);
}

function mentionsRename(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "renamed_from") || Object.values(value).some(mentionsRename);
}
