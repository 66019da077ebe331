import { editYaml } from "../../base/edit-yaml.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isObject, sameJson } from "../../base/json.ts";
import { writeYaml } from "../../base/write-yaml.ts";
import { readYaml } from "../../base/yaml.ts";
import type { JsonSchema } from "../../config/json-schema.ts";
import { jsonSchemaOf } from "../../config/json-schema.ts";
import type { Kind } from "../../kinds/kind.ts";
import { keyOf, matchesAny } from "../../kinds/shape.ts";
import type { Leaves } from "../compare/leaves.ts";
import { leavesOf, leavesToSpec } from "../compare/leaves.ts";

/** The file of one object: where it lies in its pack, and what it says. */
export type ExportedFile = { readonly path: string; readonly text: string };

/**
 * An object as the file of a pack that declares it. Equal objects are equal bytes; of the file that is there, `before`,
 * comments are kept.
 */
export function exportedFile(kind: Kind, name: string, spec: JsonObject, before: string | null = null): ExportedFile {
  const path = `${kind.folder}/${name}.yaml`;
  const written = before === null ? null : mappingIn(before);
  if (before !== null && written !== null && saysSame(kind, written, spec)) return { path, text: before };
  return { path, text: fileText(kind, "../../..", asWritten(kind, spec), before) };
}

/** The file of a pack that changes an object of an earlier one. */
export function extendingFile(kind: Kind, name: string, layer: JsonObject, before: string | null = null): ExportedFile {
  const path = `${kind.folder}/${name}.yaml`;
  return { path, text: fileText(kind, "../../..", { extends: true, ...layer }, before) };
}

/** The `settings.yaml` of a pack; one that extends may give values to the variables of earlier packs. */
export function settingsFile(
  kind: Kind,
  values: ReadonlyMap<string, Json>,
  isExtending: boolean,
  before: string | null = null,
): ExportedFile {
  const sorted = [...values].sort(([one], [other]) => (one < other ? -1 : 1));
  const value = { ...(isExtending && { extends: true }), ...Object.fromEntries(sorted) };
  return { path: "settings.yaml", text: fileText(kind, "../..", value, before) };
}

function fileText(kind: Kind, up: string, spec: JsonObject, before: string | null): string {
  const written = before === null ? null : mappingIn(before);
  if (before !== null && written !== null) return editYaml(before, withInstructions(kind, written, spec, []));
  return `# yaml-language-server: $schema=${up}/.trovato/schema/${kind.name}.schema.json\n${writeYaml(spec)}`;
}

/** Reads the mapping in a file; null when it is none. */
export function mappingIn(text: string): JsonObject | null {
  const { value, faults } = readYaml(text, "");
  return faults.length === 0 && isObject(value) ? (value as JsonObject) : null;
}

function saysSame(kind: Kind, written: JsonObject, spec: JsonObject): boolean {
  const [one, other] = [leavesOf(kind, kind.canonical(written)), leavesOf(kind, spec)];
  return sameJson(leavesToSpec(kind, one), leavesToSpec(kind, other)) && sameOrders(one, other);
}

function sameOrders(one: Leaves, other: Leaves): boolean {
  const orders = (leaves: Leaves) =>
    [...leaves.values()].filter(({ isOrder }) => isOrder).map(({ path, value }) => ({ path, value }));
  return sameJson(orders(one) as Json, orders(other) as Json);
}

/**
 * Keeps the instructions of a file. They are no state, so they are not live, and they stay for the sites that have not
 * followed them yet.
 */
function withInstructions(kind: Kind, written: JsonObject, spec: JsonObject, path: readonly string[]): JsonObject {
  const kept: { [key: string]: Json } = { ...spec };
  for (const [key, value] of Object.entries(written)) {
    const at = [...path, key];
    const next = kept[key];
    if (matchesAny(kind.instructions, at)) kept[key] = value;
    else if (isObject(value) && isObject(next))
      kept[key] = withInstructions(kind, value as JsonObject, next as JsonObject, at);
  }
  return kept;
}

/** A spec as people write it: keys in the order of the schema, and what the kind writes out by itself left out. */
export function asWritten(kind: Kind, spec: JsonObject): JsonObject {
  const schema = jsonSchemaOf(kind.schema);
  return written({ kind, definitions: schema.definitions ?? {} }, schema, spec, []) as JsonObject;
}

type Writing = { readonly kind: Kind; readonly definitions: { readonly [name: string]: JsonSchema } };

function written(writing: Writing, given: JsonSchema | undefined, value: Json, path: readonly string[]): Json {
  const schema = schemaFor(writing, given, value);
  if (Array.isArray(value)) {
    const key = keyOf(writing.kind, path);
    return (value as readonly Json[]).map((entry) => {
      const name = key !== undefined && isObject(entry) ? String(entry[key]) : "";
      return shortened(key, path, written(writing, schema?.items, entry, [...path, name]));
    });
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    keysInOrder(writing.kind, schema, value, path).map((key) => [
      key,
      written(writing, schemaOfKey(schema, key), value[key] as Json, [...path, key]),
    ]),
  );
}

/** The schema that describes `value`: of alternatives that which knows most of its keys. */
function schemaFor(writing: Writing, schema: JsonSchema | undefined, value: Json): JsonSchema | undefined {
  if (schema?.$ref !== undefined) {
    return schemaFor(writing, writing.definitions[schema.$ref.slice("#/definitions/".length)], value);
  }
  if (schema?.anyOf === undefined) return schema;
  const alternatives = schema.anyOf.map((alternative) => schemaFor(writing, alternative, value));
  if (Array.isArray(value)) return alternatives.find((alternative) => alternative?.items !== undefined);
  if (!isObject(value)) return undefined;
  const known = (alternative: JsonSchema | undefined) =>
    Object.keys(value).filter((key) => schemaOfKey(alternative, key) !== undefined).length;
  return alternatives.toSorted((one, other) => known(other) - known(one))[0];
}

function schemaOfKey(schema: JsonSchema | undefined, key: string): JsonSchema | undefined {
  if (schema?.properties !== undefined && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  return Object.entries(schema?.patternProperties ?? {}).find(([pattern]) => new RegExp(pattern, "u").test(key))?.[1];
}

/**
 * Keys of the schema in its order; names that people chose in theirs where the order means something, else by the
 * alphabet.
 */
function keysInOrder(
  kind: Kind,
  schema: JsonSchema | undefined,
  value: { readonly [key: string]: unknown },
  path: readonly string[],
): readonly string[] {
  const keys = Object.keys(value);
  if (matchesAny(kind.ordered, path)) return keys;
  const known = Object.keys(schema?.properties ?? {}).filter((key) => Object.hasOwn(value, key));
  return [...known, ...keys.filter((key) => !known.includes(key)).sort()];
}

/**
 * An entry of a keyed list without what the kind would write out: a tag that is only a label, an id that is the name of
 * the field.
 */
function shortened(key: string | undefined, path: readonly string[], entry: Json): Json {
  if (!isObject(entry)) return entry;
  const { id, ...others } = entry as JsonObject;
  if (key === "id" && id !== undefined && id === others["field"]) return others;
  if (key !== "label" || path.at(-1) !== "tags") return entry;
  const { label, tags, ...more } = entry as JsonObject;
  if (typeof label !== "string" || Object.keys(more).length > 0) return entry;
  if (tags === undefined) return label;
  // The one text that no key of a file may be.
  return label === "__proto__" ? entry : { [label]: tags };
}
