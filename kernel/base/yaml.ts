import type { Document, Node } from "yaml";
import { Composer, isAlias, isMap, isNode, isScalar, isSeq, Parser } from "yaml";
import type { Source } from "./fault.ts";
import { Fault } from "./fault.ts";
import { checkTokens, reportFirst } from "./yaml-syntax.ts";
import type { Report } from "./yaml-value.ts";
import { keyText, MAX_DEPTH, plainValue, rangeOf } from "./yaml-value.ts";

/** The largest file that is read, in characters. */
const MAX_SIZE = 1024 * 1024;

/** More than these about one file help nobody. */
const MAX_FAULTS = 20;

/** A file of YAML, read. */
export type YamlFile = {
  /** Plain JSON; `undefined` when the file is not YAML at all, `null` when it is empty. */
  readonly value: unknown;
  /** Faults of the file as YAML: `yaml.syntax`, `yaml.duplicate_key`, `yaml.too_large`. */
  readonly faults: readonly Fault[];
  readonly lines: readonly string[];
  /**
   * Where the value at `path` (or its key) is written. For a path that the file does not have it is the nearest thing
   * above it; for the file as a whole its first line.
   */
  sourceOf(path: readonly (string | number)[], on?: "key" | "value"): Source;
};

/**
 * Reads one document of YAML 1.2 (core schema: dates stay text) strictly: no tabs as indentation, no key twice, no
 * tags, bounded in size, nesting and alias expansion. Never throws: what is wrong comes back in `faults`, with its
 * place.
 */
export function readYaml(text: string, file: string): YamlFile {
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const lines = content.split(/\r?\n/);
  const locate = locator(content, file);
  const faults: Fault[] = [];
  const report: Report = (code, [start, end], message) => {
    if (faults.length === MAX_FAULTS) return;
    faults.push(new Fault(code, message, { source: locate(start, end) }));
  };
  const unread: YamlFile = { value: undefined, faults, lines, sourceOf: () => ({ file, line: 1, column: 1 }) };

  if (content.length > MAX_SIZE) {
    report("yaml.too_large", [0, 0], `The file is larger than ${MAX_SIZE / 1024} KiB.`);
    return unread;
  }
  const document = compose(content, report);
  if (document === null) return unread;

  const { value, targets } = plainValue(document.contents as Node | null, report);
  if (faults.some(({ code }) => code === "yaml.too_large")) return unread;
  const place = (path: readonly (string | number)[], on: "key" | "value" = "value"): Source => {
    const range = find(document.contents as Node | null, path, on, (node) =>
      isAlias(node) ? targets.get(node) : node,
    );
    return range === null ? { file, line: 1, column: 1 } : locate(...range);
  };
  return { value, faults, lines, sourceOf: place };
}

function compose(content: string, report: Report): Document.Parsed | null {
  const tokens = [...new Parser().parse(content)];
  if (checkTokens(content, tokens, MAX_DEPTH, report)) return null;
  const composer = new Composer({ version: "1.2", schema: "core", uniqueKeys: false, logLevel: "silent" });
  const [document, second] = [...composer.compose(tokens, true, content.length)];
  if (second !== undefined) {
    const [start] = second.range;
    report("yaml.syntax", [start, start], "A file holds one document. Remove the `---` or `...` between the two.");
    return null;
  }
  return reportFirst(document?.errors ?? [], tokens, report) ? null : (document ?? null);
}

type Range = [number, number];

function find(
  root: Node | null,
  path: readonly (string | number)[],
  on: "key" | "value",
  follow: (node: Node) => Node | undefined,
): Range | null {
  let node = root === null ? undefined : follow(root);
  let key: Range | null = null;
  let value: Range | null = null;
  for (const step of path) {
    const next = child(node, step);
    if (next === null) break;
    key = next.key;
    value = next.value;
    node = next.node === null ? undefined : follow(next.node);
  }
  return on === "key" ? key : value;
}

type Child = { readonly key: Range; readonly value: Range; readonly node: Node | null };

function child(parent: Node | undefined, step: string | number): Child | null {
  if (isSeq(parent) && typeof step === "number") {
    const item = parent.items[step];
    if (!isNode(item)) return null;
    const range = visible(item) ?? firstKey(item) ?? rangeOf(item);
    return { key: range, value: range, node: item };
  }
  if (!isMap(parent)) return null;
  const pair = parent.items.find((entry) => keyText(entry.key) === String(step));
  if (pair === undefined) return null;
  const key = rangeOf(pair.key as Node);
  if (!isNode(pair.value)) return { key, value: key, node: null };
  return { key, value: visible(pair.value) ?? key, node: pair.value };
}

/** The range of what can be underlined: a block of lines cannot, and neither can nothing. */
function visible(node: Node): Range | null {
  if ((isMap(node) || isSeq(node)) && node.flow !== true) return null;
  const [start, end] = rangeOf(node);
  return end > start ? [start, end] : null;
}

function firstKey(node: Node): Range | null {
  if (!isMap(node)) return null;
  const key = node.items[0]?.key;
  return isScalar(key) ? rangeOf(key) : null;
}

/** Offsets into places: the underlined part ends with its first line. */
function locator(content: string, file: string): (start: number, end: number) => Source {
  const starts = [0];
  for (let index = content.indexOf("\n"); index !== -1; index = content.indexOf("\n", index + 1))
    starts.push(index + 1);
  return (start, end) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle]! <= start) low = middle;
      else high = middle - 1;
    }
    const lineStart = starts[low]!;
    const lineEnd = (starts[low + 1] ?? content.length + 1) - 1;
    const length = Math.max(1, content.slice(start, Math.min(end, lineEnd)).trimEnd().length);
    return { file, line: low + 1, column: start - lineStart + 1, length };
  };
}
