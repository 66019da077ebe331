import type { Alias, Node, Pair, Range, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { FaultCode } from "./fault.ts";

/** How deeply a file may nest, aliases followed. */
export const MAX_DEPTH = 64;
/** How many nodes the aliases of a file may stand for, and how many characters of text, all together. */
const MAX_EXPANSION = 10_000;
const MAX_EXPANDED_TEXT = 1024 * 1024;

/** Reports a problem with the text between two offsets. */
export type Report = (code: FaultCode, range: readonly [number, number], message: string) => void;

/** A plain value and what each alias of the document stands for. */
export type YamlValue = { readonly value: unknown; readonly targets: ReadonlyMap<Alias, Node> };

type Walk = {
  readonly report: Report;
  readonly anchors: Map<string, Node>;
  readonly targets: Map<Alias, Node>;
  readonly open: Set<Node>;
  depth: number;
  expanding: number;
  expanded: number;
  expandedText: number;
  isTooLarge: boolean;
};

/** The plain value of a node: objects, lists, strings, finite numbers, booleans and null. */
export function plainValue(root: Node | null, report: Report): YamlValue {
  const walk: Walk = {
    report,
    anchors: new Map(),
    targets: new Map(),
    open: new Set(),
    depth: 0,
    expanding: 0,
    expanded: 0,
    expandedText: 0,
    isTooLarge: false,
  };
  return { value: root === null ? null : visit(root, walk), targets: walk.targets };
}

/** The text of a key, or null for a key that is not plain text. */
export function keyText(key: unknown): string | null {
  if (!isScalar(key) || key.value === null) return null;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}

/** Where a node is in the text; where nothing was written, the place at which it would be. */
export function rangeOf(node: Node): [number, number] {
  const range = node.range as Range | null | undefined;
  return range ? [range[0], range[1]] : [0, 0];
}

function visit(node: Node, walk: Walk): unknown {
  if (walk.expanding > 0 && isOverBounds(node, walk)) return null;
  if (isAlias(node)) return visitAlias(node, walk);
  const { anchor } = node as Scalar | YAMLMap | YAMLSeq;
  if (anchor !== undefined) walk.anchors.set(anchor, node);
  if (isScalar(node)) return scalarValue(node, walk);
  if (walk.depth >= MAX_DEPTH) {
    walk.report("yaml.too_large", rangeOf(node), `The file nests more than ${MAX_DEPTH} levels deep.`);
    return null;
  }
  walk.depth += 1;
  walk.open.add(node);
  const value = isMap(node) ? mapValue(node, walk) : isSeq(node) ? listValue(node, walk) : null;
  walk.open.delete(node);
  walk.depth -= 1;
  return value;
}

/** Counts a node that an alias stands for: many aliases of one long text cost as much as many nodes. */
function isOverBounds(node: Node, walk: Walk): boolean {
  walk.expanded += 1;
  if (isScalar(node) && typeof node.value === "string") walk.expandedText += node.value.length;
  return walk.expanded > MAX_EXPANSION || walk.expandedText > MAX_EXPANDED_TEXT;
}

function visitAlias(alias: Alias, walk: Walk): unknown {
  const target = walk.anchors.get(alias.source);
  if (target === undefined) {
    walk.report("yaml.syntax", rangeOf(alias), `No anchor &${alias.source} comes before this alias.`);
    return null;
  }
  if (walk.open.has(target)) {
    walk.report("yaml.syntax", rangeOf(alias), `The alias *${alias.source} stands for something that holds it.`);
    return null;
  }
  walk.targets.set(alias, target);
  walk.expanding += 1;
  const value = visit(target, walk);
  walk.expanding -= 1;
  const bound = walk.expanded > MAX_EXPANSION ? `${MAX_EXPANSION} values` : `${MAX_EXPANDED_TEXT / 1024} KiB of text`;
  const isOver = walk.expanded > MAX_EXPANSION || walk.expandedText > MAX_EXPANDED_TEXT;
  if (isOver && walk.expanding === 0 && !walk.isTooLarge) {
    walk.isTooLarge = true;
    const message = `The aliases of the file stand for more than ${bound}.`;
    walk.report("yaml.too_large", rangeOf(alias), message);
  }
  return value;
}

function scalarValue(node: Scalar, walk: Walk): unknown {
  const { value } = node;
  if (typeof value === "string") {
    if (value.includes("\u0000") || !value.isWellFormed()) {
      walk.report("yaml.syntax", rangeOf(node), "A text cannot hold the character NUL or half of a surrogate pair.");
    }
    return value;
  }
  if (typeof value !== "number") return value ?? null;
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    const text = node.source ?? String(value);
    walk.report(
      "yaml.syntax",
      rangeOf(node),
      `${text} is not a number that can be kept exactly. Quote it to make it text.`,
    );
  }
  return value;
}

function listValue(node: YAMLSeq, walk: Walk): unknown[] {
  return node.items.map((item) => (item === null ? null : visit(item as Node, walk)));
}

function mapValue(node: YAMLMap, walk: Walk): unknown {
  const value: { [key: string]: unknown } = {};
  for (const pair of node.items) {
    const key = checkedKey(pair, node, value, walk);
    const entry = pair.value === null ? null : visit(pair.value as Node, walk);
    if (key !== null) value[key] = entry;
  }
  return value;
}

function checkedKey(pair: Pair, map: YAMLMap, seen: object, walk: Walk): string | null {
  const range = pair.key === null ? rangeOf(map) : rangeOf(pair.key as Node);
  const key = keyText(pair.key);
  if (key === null) {
    walk.report("yaml.syntax", range, "A key must be a plain text.");
    return null;
  }
  if (isScalar(pair.key) && pair.key.anchor !== undefined) walk.anchors.set(pair.key.anchor, pair.key);
  if (key === "__proto__") {
    walk.report("yaml.syntax", range, "A key cannot be called __proto__.");
    return null;
  }
  if (Object.hasOwn(seen, key)) {
    walk.report("yaml.duplicate_key", range, `The key ${key} is given twice in this mapping.`);
    return null;
  }
  return key;
}
