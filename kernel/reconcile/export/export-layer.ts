import type { Json, JsonObject } from "../../base/json.ts";
import type { LayerRules, Located } from "../../base/layers.ts";
import { mergeLayers, removePart } from "../../base/layers.ts";
import type { Kind } from "../../kinds/kind.ts";
import { keyOf, matchesAny } from "../../kinds/shape.ts";
import type { DesiredObject } from "../../model/desired.ts";
import { takeRemovals } from "../../packs/take-removals.ts";
import { compare } from "../compare/compare.ts";
import type { Leaves } from "../compare/leaves.ts";
import { leavesOf, pathText, prefixesOf, valueAt } from "../compare/leaves.ts";

type Part = { [name: string]: Part | Json };

/**
 * Makes the layer that a pack extending `declared` needs for it to be as it is `live`: only what differs, `~` for what
 * is gone. Null when layers cannot say it: an order that changed, or a value that is null.
 */
export function layerBetween(kind: Kind, declared: DesiredObject, live: JsonObject): JsonObject | null {
  const below = leavesOf(kind, declared.spec);
  const above = leavesOf(kind, live);
  const layer: Part = {};
  for (const { path, isOrder } of driftOf(kind, below, above)) {
    if (isOrder) continue;
    const part = wholePart(path, prefixesOf(below), prefixesOf(above));
    put(layer, part, prefixesOf(above).has(pathText(part)) ? valueIn(kind, above, part) : null);
  }
  return makesOf(kind, declared, layer as JsonObject, live) ? (layer as JsonObject) : null;
}

/** Returns true when a layer over `declared` makes it as it is `live`. */
export function makesOf(kind: Kind, declared: DesiredObject, layer: JsonObject, live: JsonObject): boolean {
  const merged = laidOver(kind, declared.spec, layer);
  return merged !== null && driftOf(kind, leavesOf(kind, merged), leavesOf(kind, live)).length === 0;
}

function driftOf(kind: Kind, declared: Leaves, live: Leaves) {
  return compare(kind, { desired: declared, last: declared, live }).verdicts.filter(
    ({ verdict }) => verdict === "drift",
  );
}

/** The uppermost part above `path` that only one side has, or `path` itself. */
function wholePart(path: readonly string[], below: ReadonlySet<string>, above: ReadonlySet<string>): readonly string[] {
  const lengths = path.map((_, index) => index + 1);
  const length = lengths.find((each) => {
    const text = pathText(path.slice(0, each));
    return below.has(text) !== above.has(text);
  });
  return path.slice(0, length ?? path.length);
}

/** A member of a set is written as a key, as `~` for one that goes is. */
function valueIn(kind: Kind, leaves: Leaves, path: readonly string[]): Json {
  return matchesAny(kind.sets, path.slice(0, -1)) ? true : valueAt(kind, leaves, path);
}

function put(layer: Part, path: readonly string[], value: Json): void {
  let part = layer;
  for (const name of path.slice(0, -1)) {
    const next = (part[name] as Part | undefined) ?? {};
    part[name] = next;
    part = next;
  }
  part[path.at(-1)!] = value;
}

/** The spec with the layer over it, as the packs bring them together; null when it removes what is not there. */
function laidOver(kind: Kind, spec: JsonObject, layer: JsonObject): JsonObject | null {
  const rules: LayerRules = { keyOf: (names) => keyOf(kind, names), isSet: (names) => matchesAny(kind.sets, names) };
  const sourceOf = () => ({ file: "", line: 1, column: 1 });
  const { value, removals } = takeRemovals(layer, kind);
  let base: Located | null = { value: spec, sourceOf };
  for (const { names } of removals) base = base === null ? null : removePart(base, names, rules);
  if (base === null) return null;
  const upper = { value: kind.expand(value as JsonObject), sourceOf };
  return kind.canonical(mergeLayers(base, upper, rules).value as JsonObject);
}
