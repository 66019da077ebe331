import type { Source } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { LayerRules, Located, Path, SourceOf } from "../base/layers.ts";
import { mergeLayers, removePart } from "../base/layers.ts";
import { didYouMean } from "../base/near-miss.ts";
import type { Shape } from "../kinds/kind.ts";
import { keyOf, matchesAny } from "../kinds/shape.ts";
import type { DesiredObject } from "../model/desired.ts";
import { addressOf } from "../model/desired.ts";
import type { ObjectLayer } from "./object-layers.ts";
import { wholeFaults } from "./object-layers.ts";
import { nameOf } from "./place-in-file.ts";
import type { Reading } from "./reading.ts";
import { report } from "./reading.ts";

/**
 * The objects that are whole, and those that are not, because something is wrong with a layer of theirs: by address, as
 * written.
 */
export type MergedObjects = {
  readonly objects: readonly DesiredObject[];
  readonly broken: ReadonlyMap<string, string>;
};

/** Brings the layers of each object together. `layers` are in the order of their packs. */
export function mergeObjects(reading: Reading, layers: readonly ObjectLayer[]): MergedObjects {
  const byAddress = Map.groupBy(layers, ({ kind, name }) => addressOf(kind.name, name));
  const objects: DesiredObject[] = [];
  const broken = new Map<string, string>();
  for (const [address, ofObject] of byAddress) {
    const object = mergeObject(reading, ofObject, layers);
    if (object === null) broken.set(address, ofObject.map(({ text }) => text).join("\n"));
    else objects.push(object);
  }
  return { objects, broken };
}

function mergeObject(
  reading: Reading,
  layers: readonly ObjectLayer[],
  all: readonly ObjectLayer[],
): DesiredObject | null {
  const [first, ...others] = layers.filter(({ isMisnamed }) => !isMisnamed);
  if (first === undefined) return null;
  const { kind } = first;
  if (first.extending !== null && kind.name !== "setting") {
    reportNothingExtended(reading, first, others, all);
    return null;
  }
  const rules: LayerRules = { keyOf: (names) => keyOf(kind, names), isSet: (names) => matchesAny(kind.sets, names) };
  let merged = first.given;
  for (const layer of others) {
    if (layer.extending === null) reportDeclaredTwice(reading, first, layer);
    else
      merged =
        merged === null || layer.given === null
          ? null
          : extend(reading, merged, { ...layer, given: layer.given }, rules);
  }
  if (merged === null) return null;
  if (others.length > 0 && kind.name !== "setting") {
    const faults = wholeFaults(kind, merged);
    reading.faults.push(...faults);
    if (faults.length > 0) return null;
  }
  return desiredObject(first, merged);
}

type GivenLayer = ObjectLayer & { readonly given: Located };

function extend(reading: Reading, below: Located, layer: GivenLayer, rules: LayerRules): Located {
  let base = below;
  const removed = new Map<string, Source>();
  for (const { names, source } of layer.extending!.removals) {
    removed.set(JSON.stringify(names), source);
    const without = removePart(base, names, rules);
    if (without === null) {
      const message = `${addressOf(layer.kind.name, layer.name)} has no ${names.join(".")} that could be removed.`;
      report(reading, "pack.extends_nothing", message, { source });
    }
    base = without ?? base;
  }
  const merged = mergeLayers(base, layer.given, rules);
  // What was removed is missing because this layer says so.
  const sourceOf: SourceOf = (path, on) => removed.get(JSON.stringify(path)) ?? merged.sourceOf(path, on);
  return { value: merged.value, sourceOf };
}

function desiredObject({ kind, name, pack, file }: ObjectLayer, merged: Located): DesiredObject {
  const spec = kind.canonical(merged.value as JsonObject);
  return {
    kind: kind.name,
    name,
    pack,
    spec,
    source: { file, line: 1, column: 1 },
    sourceOf: canonicalPlaces(kind, spec, merged.sourceOf),
  };
}

/** A canonical form may sort what has no order, so entries are found by their names. */
function canonicalPlaces(shape: Shape, spec: JsonObject, sourceOf: SourceOf): SourceOf {
  return (path, on) => sourceOf(namedPath(shape, spec, path), on);
}

function namedPath(shape: Shape, spec: JsonObject, path: Path): Path {
  const named: (string | number)[] = [];
  const names: string[] = [];
  let at: unknown = spec;
  for (const step of path) {
    const key = Array.isArray(at) ? keyOf(shape, names) : undefined;
    const isNamed = key !== undefined || (Array.isArray(at) && matchesAny(shape.sets, names));
    const list = at as readonly unknown[];
    const index = isNamed && typeof step === "string" ? list.findIndex((entry) => nameOf(entry, key) === step) : step;
    const next =
      isObject(at) || Array.isArray(at) ? (at as { readonly [step: string | number]: unknown })[index] : undefined;
    const name = isNamed && typeof step === "number" && step < list.length ? nameOf(next, key) : step;
    named.push(name);
    names.push(String(name));
    at = next;
  }
  return named;
}

function reportDeclaredTwice(reading: Reading, first: ObjectLayer, layer: ObjectLayer): void {
  const { kind, name } = layer;
  report(
    reading,
    "pack.declared_twice",
    `${kind.name} ${name} is declared by pack ${first.pack} (${first.file}) and by pack ${layer.pack}.`,
    {
      source: { file: layer.file, line: 1, column: 1 },
      hint: layer.pack.startsWith("plugin:")
        ? "Only one plugin can declare it: leave one of the two out, or change it."
        : `To change it from pack ${layer.pack}, add \`extends: true\` and give only what differs.`,
    },
  );
}

function reportNothingExtended(
  reading: Reading,
  layer: ObjectLayer,
  later: readonly ObjectLayer[],
  all: readonly ObjectLayer[],
): void {
  const { kind, name, extending } = layer;
  const declaring = later.find((other) => other.extending === null);
  const names = new Set(
    all.filter((other) => other.kind === kind && other.extending === null).map((other) => other.name),
  );
  const hint =
    declaring === undefined
      ? undefined
      : `Pack ${declaring.pack} declares it, and comes later: add it to \`requires\`.`;
  const near = declaring === undefined ? didYouMean(name, names) : "";
  const message = `No earlier pack declares ${kind.name} ${name}, which this would extend.${near}`;
  report(reading, "pack.extends_nothing", message, { source: extending!.source, hint });
}
