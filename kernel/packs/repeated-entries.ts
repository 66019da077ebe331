import { Fault } from "../base/fault.ts";
import { isObject } from "../base/json.ts";
import type { Located, Path } from "../base/layers.ts";
import type { Shape } from "../kinds/kind.ts";
import { keyOf } from "../kinds/shape.ts";
import { nameOf } from "./place-in-file.ts";

/** Entries of keyed lists that have the key of one before them. */
export function repeatedEntries(shape: Shape, layer: Located): readonly Fault[] {
  const faults: Fault[] = [];
  collect({ shape, layer, faults }, layer.value, [], []);
  return faults;
}

type Search = { readonly shape: Shape; readonly layer: Located; readonly faults: Fault[] };

function collect(search: Search, value: unknown, path: Path, names: readonly string[]): void {
  const { shape, layer, faults } = search;
  if (isObject(value)) {
    for (const [name, part] of Object.entries(value)) collect(search, part, [...path, name], [...names, name]);
    return;
  }
  const key = Array.isArray(value) ? keyOf(shape, names) : undefined;
  if (key === undefined) return;
  const seen = new Set<string>();
  for (const [index, entry] of (value as readonly unknown[]).entries()) {
    const name = nameOf(entry, key);
    if (seen.has(name)) faults.push(repeated(layer, [...path, index], key, name));
    seen.add(name);
    collect(search, entry, [...path, index], [...names, name]);
  }
}

function repeated(layer: Located, path: Path, key: string, name: string): Fault {
  const list = path.findLast((step) => typeof step === "string");
  return new Fault("pack.invalid_value", `Two entries of ${list} have the ${key} ${name}.`, {
    source: layer.sourceOf(path),
    hint: key === "id" ? "Give one of them an `id` of its own." : undefined,
  });
}
