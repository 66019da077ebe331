import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { Shape } from "./kind.ts";
import { matchesAny } from "./shape.ts";

/** `spec` with its sets sorted, so that equal sets are equal JSON. Sets inside of lists are left as they are. */
export function withSortedSets(shape: Pick<Shape, "sets">, spec: JsonObject): JsonObject {
  return sorted(shape.sets, spec, []) as JsonObject;
}

function sorted(sets: readonly string[], value: Json, path: readonly string[]): Json {
  if (Array.isArray(value)) return matchesAny(sets, path) ? value.toSorted() : value;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, entry]) => [key, sorted(sets, entry, [...path, key])]),
  );
}
