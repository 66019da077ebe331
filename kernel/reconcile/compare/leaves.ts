import type { Json, JsonObject } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import type { Shape } from "../../kinds/kind.ts";
import { keyOf, matchesAny } from "../../kinds/shape.ts";

/**
 * The smallest part of a spec that is compared and written alone: a scalar, a list without keys, a member of a set (its
 * value is `true`), an empty mapping or list; or the order of a keyed list or an ordered mapping, which is the list of
 * its keys.
 */
export type Leaf = {
  /** Names from the top down; entries of keyed lists and members of sets by their key. */
  readonly path: readonly string[];
  /** The same place in the spec as it is written, for `sourceOf`. */
  readonly at: readonly (string | number)[];
  readonly value: Json;
  readonly isOrder: boolean;
};

/** The leaves of a spec by `pathText`, in the order of the spec. */
export type Leaves = ReadonlyMap<string, Leaf>;

/** A path as people read it: `fields.field_rating.label`; a name with a dot in it is quoted. */
export function pathText(path: readonly string[]): string {
  return path.map((name) => (/^$|[."]/.test(name) ? JSON.stringify(name) : name)).join(".");
}

/** The leaves of a spec, instructions left out. `leavesToSpec` gives the spec back. */
export function leavesOf(shape: Shape, spec: JsonObject): Leaves {
  const leaves = new Map<string, Leaf>();
  collect({ shape, leaves }, spec, [], []);
  return leaves;
}

type At = readonly (string | number)[];

type Collecting = { readonly shape: Shape; readonly leaves: Map<string, Leaf> };

function collect(into: Collecting, value: Json, path: readonly string[], at: At): void {
  const { shape, leaves } = into;
  if (matchesAny(shape.instructions, path)) return;
  const add = (leaf: Json, isOrder = false) => leaves.set(pathText(path), { path, at, value: leaf, isOrder });
  if (isObject(value)) {
    const keys = Object.keys(value);
    if (matchesAny(shape.ordered, path)) add(keys, true);
    else if (keys.length === 0 && path.length > 0) add({});
    for (const key of keys) collect(into, value[key] as Json, [...path, key], [...at, key]);
    return;
  }
  if (!Array.isArray(value)) {
    add(value);
    return;
  }
  const key = keyOf(shape, path);
  const names = key === undefined ? membersOf(shape, path, value) : keysOf(value, key);
  if (names === null) {
    add(value);
  } else if (key !== undefined) {
    add(names, true);
    names.forEach((name, index) => {
      collect(into, value[index]!, [...path, name], [...at, index]);
    });
  } else {
    names.forEach((name, index) => {
      const member = [...path, name];
      leaves.set(pathText(member), { path: member, at: [...at, index], value: true, isOrder: false });
    });
  }
}

/**
 * The keys of a keyed list; null when an entry has none or two have the same, so that only the whole can be compared.
 */
function keysOf(list: readonly Json[], key: string): readonly string[] | null {
  const keys = list.map((entry) => (isObject(entry) ? entry[key] : undefined));
  const isKeyed = keys.every((name) => typeof name === "string") && new Set(keys).size === keys.length;
  return isKeyed ? (keys as string[]) : null;
}

/** The members of a set that has any; null for any other list. */
function membersOf(shape: Shape, path: readonly string[], list: readonly Json[]): readonly string[] | null {
  if (list.length === 0 || !matchesAny(shape.sets, path)) return null;
  return list.every((entry) => typeof entry === "string") && new Set(list).size === list.length
    ? (list as string[])
    : null;
}

/** The paths of all parts that hold leaves, and of the leaves. */
export function prefixesOf(leaves: Leaves): ReadonlySet<string> {
  const prefixes = new Set<string>();
  for (const { path } of leaves.values()) {
    for (let length = 1; length <= path.length; length++) prefixes.add(pathText(path.slice(0, length)));
  }
  return prefixes;
}

/** The part of a spec at `path`, which must hold one of `leaves`. */
export function valueAt(shape: Shape, leaves: Leaves, path: readonly string[]): Json {
  return build(shape, nodeAt(treeOf(leaves.values()), path), path);
}

type Node = { leaf?: Leaf; readonly children: Map<string, Node> };

/** The spec that `leaves` are of; sets come out sorted. */
export function leavesToSpec(shape: Shape, leaves: Leaves): JsonObject {
  const root = treeOf(leaves.values());
  return root.children.size === 0 ? {} : (build(shape, root, []) as JsonObject);
}

function treeOf(leaves: Iterable<Leaf>): Node {
  const root: Node = { children: new Map() };
  for (const leaf of leaves) nodeAt(root, leaf.path).leaf = leaf;
  return root;
}

function nodeAt(root: Node, path: readonly string[]): Node {
  let node = root;
  for (const name of path) {
    let next = node.children.get(name);
    if (next === undefined) {
      next = { children: new Map() };
      node.children.set(name, next);
    }
    node = next;
  }
  return node;
}

function build(shape: Shape, node: Node, path: readonly string[]): Json {
  const { leaf, children } = node;
  if (children.size === 0) return leaf?.isOrder && matchesAny(shape.ordered, path) ? {} : leaf!.value;
  if (matchesAny(shape.sets, path)) return [...children.keys()].sort();
  const known = leaf?.isOrder ? (leaf.value as readonly string[]).filter((name) => children.has(name)) : [];
  const names = new Set([...known, ...children.keys()]);
  const entries = [...names].map((name) => [name, build(shape, children.get(name)!, [...path, name])] as const);
  return keyOf(shape, path) === undefined ? Object.fromEntries(entries) : entries.map(([, entry]) => entry);
}
