import { isObject } from "../base/json.ts";
import type { Path } from "../base/layers.ts";
import type { Shape } from "../kinds/kind.ts";
import { keyOf, matchesAny } from "../kinds/shape.ts";

/** A part that a layer removes: by names in the merged value, and its path in the file. */
export type Removal = { readonly names: readonly string[]; readonly path: Path };

/**
 * Takes the `~` out of a layer that extends: what is left is what it gives. Keyed lists and sets that the layer writes
 * as mappings (`filters: { title: ~, field_rating: { operator: equals } }`, `permissions: { access content: ~ }`)
 * become lists.
 */
export function takeRemovals(
  layer: unknown,
  shape: Shape,
): { readonly value: unknown; readonly removals: readonly Removal[] } {
  const removals: Removal[] = [];
  const value = take({ shape, removals }, layer, [], []);
  return { value, removals };
}

type Taking = { readonly shape: Shape; readonly removals: Removal[] };

function take(taking: Taking, value: unknown, names: readonly string[], path: Path): unknown {
  const { shape, removals } = taking;
  const key = keyOf(shape, names);
  if (Array.isArray(value)) {
    return value.map((entry, index) =>
      isObject(entry) ? take(taking, entry, [...names, entryName(entry, key)], [...path, index]) : entry,
    );
  }
  if (!isObject(value)) return value;
  const kept: [string, unknown][] = [];
  for (const [name, part] of Object.entries(value)) {
    if (part === null) removals.push({ names: [...names, name], path: [...path, name] });
    else kept.push([name, take(taking, part, [...names, name], [...path, name])]);
  }
  if (key !== undefined) return kept.map(([name, part]) => (isObject(part) ? { [key]: name, ...part } : part));
  if (matchesAny(shape.sets, names)) return kept.map(([name]) => name);
  return Object.fromEntries(kept);
}

/** The name that an entry goes by: its key, which defaults to the field that it is about. */
function entryName(entry: { readonly [key: string]: unknown }, key: string | undefined): string {
  return key === undefined ? "" : String(entry[key] ?? entry["field"] ?? "");
}
