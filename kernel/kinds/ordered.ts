import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { Shape } from "./kind.ts";
import { matchesAny } from "./shape.ts";

/** The key beside the spec's own that keeps the order of mappings: JSONB forgets it. */
const ORDER = "$order";

type Place = { readonly path: readonly string[]; readonly keys: readonly string[] };

/** `spec` as it is stored in JSONB: with the order of those mappings whose order means something. */
export function toStored(shape: Shape, spec: JsonObject): JsonObject {
  if (shape.ordered.length === 0) return spec;
  const places: Place[] = [];
  collect(shape, spec, [], places);
  return places.length === 0 ? spec : { ...spec, [ORDER]: places };
}

/** The spec that was stored, its mappings in their order. */
export function fromStored(stored: JsonObject): JsonObject {
  const { [ORDER]: places, ...spec } = stored;
  if (!Array.isArray(places)) return spec;
  return (places as readonly Place[]).reduce(
    (ordered, place) => reorder(ordered, place.path, place.keys),
    spec as JsonObject,
  );
}

function collect(shape: Shape, value: Json | undefined, path: readonly string[], places: Place[]): void {
  if (!isObject(value)) return;
  if (matchesAny(shape.ordered, path)) places.push({ path, keys: Object.keys(value) });
  for (const [key, entry] of Object.entries(value)) collect(shape, entry as Json, [...path, key], places);
}

function reorder(spec: JsonObject, path: readonly string[], keys: readonly string[]): JsonObject {
  const [first, ...rest] = path;
  if (first !== undefined) {
    const inner = spec[first];
    return isObject(inner) ? { ...spec, [first]: reorder(inner as JsonObject, rest, keys) } : spec;
  }
  const known = keys.filter((key) => Object.hasOwn(spec, key));
  return { ...Object.fromEntries(known.map((key) => [key, spec[key]!])), ...spec };
}
