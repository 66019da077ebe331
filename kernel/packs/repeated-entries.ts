import { Fault } from "../base/fault.ts";
import { isObject } from "../base/json.ts";
import type { Located, Path } from "../base/layers.ts";
import type { Shape } from "../kinds/kind.ts";
import { keyOf } from "../kinds/shape.ts";
import { nameOf } from "./place-in-file.ts";

/** Entries of keyed lists that have the key of one before them. */
export function repeatedEntries(shape: Shape, layer: Located): readonly Fault[] {
  const faults: Fault[] = [];
  collect(shape, layer, layer.value, [], [], faults);
  return faults;
}

function collect(
  shape: Shape,
  layer: Located,
  value: unknown,
  path: Path,
  names: readonly string[],
  faults: Fault[],
): void {
  if (isObject(value)) {
    for (const [name, part] of Object.entries(value))
      collect(shape, layer, part, [...path, name], [...names, name], faults);
    return;
  }
  const key = Array.isArray(value) ? keyOf(shape, names) : undefined;
  if (key === undefined) return;
  const seen = new Set<string>();
  for (const [index, entry] of (value as readonly unknown[]).entries()) {
    const name = nameOf(entry, key);
    if (seen.has(name)) faults.push(repeated(layer, [...path, index], key, name));
    seen.add(name);
    collect(shape, layer, entry, [...path, index], [...names, name], faults);
  }
}

function repeated(layer: Located, path: Path, key: string, name: string): Fault {
  const list = path.findLast((step) => typeof step === "string");
  return new Fault("pack.invalid_value", `Two entries of ${list} have the ${key} ${name}.`, {
    source: layer.sourceOf(path),
    hint: key === "id" ? "Give one of them an `id` of its own." : undefined,
  });
}
