import type { Source } from "./fault.ts";
import { isObject } from "./json.ts";

export type Path = readonly (string | number)[];
export type SourceOf = (path: Path, on?: "key" | "value") => Source;

/** A value and where its parts are written. */
export type Located = { readonly value: unknown; readonly sourceOf: SourceOf };

/** How layers come together. Paths are of names: the entries of a keyed list go by the value of their key. */
export type LayerRules = {
  /** The key that tells the entries of the list at `path` apart; undefined for a list that is replaced as a whole. */
  keyOf(path: readonly string[]): string | undefined;
  /** True for a list of scalars without order, to which a layer adds. */
  isSet(path: readonly string[]): boolean;
};

/**
 * A node of the merged value: where it was given, and the parts that have an origin of their own, by index and by name.
 */
type Merged = {
  readonly value: unknown;
  readonly layer: Located;
  readonly path: Path;
  readonly parts: ReadonlyMap<string | number, Merged> | null;
};

type Upper = {
  readonly value: unknown;
  readonly layer: Located;
  readonly path: Path;
  readonly names: readonly string[];
};

/**
 * Lays `upper` over `lower`: mappings merge by key, keyed lists by the key of their entries, sets are joined,
 * everything else is replaced. What `lower` has comes first, in its order. The result knows where each of its parts was
 * written.
 */
export function mergeLayers(lower: Located, upper: Located, rules: LayerRules): Located {
  return located(merge(whole(lower), { value: upper.value, layer: upper, path: [], names: [] }, rules));
}

/** `layer` without the part that `names` lead to; null when there is no such part. */
export function removePart(layer: Located, names: readonly string[], rules: LayerRules): Located | null {
  const without = remove(whole(layer), names, [], rules);
  return without === null ? null : located(without);
}

function whole(layer: Located): Merged {
  return { value: layer.value, layer, path: [], parts: null };
}

function located(root: Merged): Located {
  return {
    value: root.value,
    sourceOf(path, on) {
      let node = root;
      for (let index = 0; index < path.length; index++) {
        const next = node.parts?.get(path[index]!);
        if (next === undefined) return node.layer.sourceOf([...node.path, ...path.slice(index)], on);
        node = next;
      }
      return node.layer.sourceOf(node.path, on);
    },
  };
}

function merge(below: Merged, upper: Upper, rules: LayerRules): Merged {
  const { value } = upper;
  if (Array.isArray(below.value) && Array.isArray(value)) {
    const key = rules.keyOf(upper.names);
    if (key !== undefined) return mergeKeyed(below, upper, key, rules);
    if (rules.isSet(upper.names)) return mergeSets(below, upper);
  }
  if (isObject(below.value) && isObject(value)) return mergeObjects(below, upper, rules);
  return { value, layer: upper.layer, path: upper.path, parts: null };
}

function mergeObjects(below: Merged, upper: Upper, rules: LayerRules): Merged {
  const parts = new Map<string, Merged>();
  for (const name of Object.keys(below.value as object)) parts.set(name, partOf(below, name));
  for (const name of Object.keys(upper.value as object)) {
    const part = partOf(upper, name);
    const before = parts.get(name);
    const names = [...upper.names, name];
    parts.set(name, before === undefined ? part : merge(before, { ...part, names }, rules));
  }
  return object(below, parts);
}

function mergeKeyed(below: Merged, upper: Upper, key: string, rules: LayerRules): Merged {
  const entries = partsOfList(below).map((part) => ({ name: keyIn(part.value, key), part }));
  for (const part of partsOfList(upper)) {
    const name = keyIn(part.value, key);
    const same = name === undefined ? undefined : entries.find((entry) => entry.name === name);
    if (same === undefined) entries.push({ name, part });
    else same.part = merge(same.part, { ...part, names: [...upper.names, name!] }, rules);
  }
  return list(below, entries);
}

function mergeSets(below: Merged, upper: Upper): Merged {
  const entries = new Map<unknown, Merged>();
  for (const part of [...partsOfList(below), ...partsOfList(upper)]) {
    if (!entries.has(part.value)) entries.set(part.value, part);
  }
  return list(
    below,
    [...entries].map(([value, part]) => ({ name: String(value), part })),
  );
}

function remove(node: Merged, names: readonly string[], above: readonly string[], rules: LayerRules): Merged | null {
  const [name, ...rest] = names;
  if (name === undefined) return null;
  if (Array.isArray(node.value)) {
    const key = rules.keyOf(above);
    const entries = partsOfList(node).map((part) => ({ name: entryName(part.value, key), part }));
    const entry = entries.find((candidate) => candidate.name === name);
    if (entry === undefined) return null;
    if (rest.length === 0)
      return list(
        node,
        entries.filter((candidate) => candidate !== entry),
      );
    const part = remove(entry.part, rest, [...above, name], rules);
    if (part === null) return null;
    entry.part = part;
    return list(node, entries);
  }
  if (!isObject(node.value) || !Object.hasOwn(node.value, name)) return null;
  const parts = new Map(Object.keys(node.value).map((each) => [each, partOf(node, each)]));
  const part = rest.length === 0 ? null : remove(parts.get(name)!, rest, [...above, name], rules);
  if (part === null && rest.length > 0) return null;
  if (part === null) parts.delete(name);
  else parts.set(name, part);
  return object(node, parts);
}

function entryName(value: unknown, key: string | undefined): string | undefined {
  return key === undefined ? String(value) : keyIn(value, key);
}

function keyIn(value: unknown, key: string): string | undefined {
  const name = isObject(value) ? value[key] : undefined;
  return name === undefined ? undefined : String(name);
}

type Whole = Pick<Merged, "value" | "layer" | "path"> & { readonly parts?: Merged["parts"] };

function partOf(node: Whole, step: string | number): Merged {
  const known = node.parts?.get(step);
  if (known !== undefined) return known;
  const value = (node.value as { readonly [step: string | number]: unknown })[step];
  return { value, layer: node.layer, path: [...node.path, step], parts: null };
}

function partsOfList(node: Whole): Merged[] {
  return (node.value as readonly unknown[]).map((_, index) => partOf(node, index));
}

function object(below: Merged, parts: ReadonlyMap<string, Merged>): Merged {
  const value = Object.fromEntries([...parts].map(([name, part]) => [name, part.value]));
  return { value, layer: below.layer, path: below.path, parts };
}

function list(below: Merged, entries: readonly { readonly name: string | undefined; readonly part: Merged }[]): Merged {
  const parts = new Map<string | number, Merged>();
  for (const [index, { name, part }] of entries.entries()) {
    parts.set(index, part);
    if (name !== undefined) parts.set(name, part);
  }
  return { value: entries.map(({ part }) => part.value), layer: below.layer, path: below.path, parts };
}
