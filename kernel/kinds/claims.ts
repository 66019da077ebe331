import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { Shape } from "./kind.ts";
import { keyOf, matchesAny } from "./shape.ts";

/** A part of an object that says what it was called before; an empty path is the object itself. */
export type Claim = {
  /** Names from the top down; entries of keyed lists by their key. */
  readonly path: readonly string[];
  /** The `renamed_from`, in the spec as it is written. */
  readonly at: readonly (string | number)[];
  /** The names that it had, the newest first. */
  readonly previous: readonly string[];
};

type Place = Pick<Claim, "path" | "at">;

/** Every `renamed_from` of a spec. Whether there is anything to rename is for the state to say. */
export function claimsOf(shape: Shape, spec: JsonObject): readonly Claim[] {
  if (shape.instructions.length === 0 || !mentionsRename(spec)) return [];
  return claimsIn(shape, spec, { path: [], at: [] });
}

function claimsIn(shape: Shape, value: Json, { path, at }: Place): readonly Claim[] {
  if (Array.isArray(value)) {
    const key = keyOf(shape, path);
    return value.flatMap((entry: Json, index) => {
      const name = key === undefined || !isObject(entry) ? undefined : (entry as JsonObject)[key];
      return typeof name === "string" ? claimsIn(shape, entry, { path: [...path, name], at: [...at, index] }) : [];
    });
  }
  if (!isObject(value)) return [];
  return Object.entries(value as JsonObject).flatMap(([name, part]): readonly Claim[] => {
    const place = { path: [...path, name], at: [...at, name] };
    if (name !== "renamed_from" || !matchesAny(shape.instructions, place.path)) return claimsIn(shape, part, place);
    return [{ path, at: place.at, previous: [part].flat() as readonly string[] }];
  });
}

/** True when something in a spec says what it was called before. */
function mentionsRename(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(mentionsRename);
  for (const key in value) {
    if (key === "renamed_from" || mentionsRename((value as JsonObject)[key]!)) return true;
  }
  return false;
}
