import type { JsonSchema } from "../config/json-schema.ts";
import type { Shape } from "../kinds/kind.ts";
import { keyOf, matchesAny } from "../kinds/shape.ts";

/**
 * The schema of a file that extends: it may leave out whatever is otherwise required, `~` removes, and keyed lists and sets may be
 * given as mappings. `schema` is that of a whole file.
 */
export function partialSchema(schema: JsonSchema, shape: Shape): JsonSchema {
  const { definitions, ...root } = schema;
  const partial = relax(root, [], shape);
  if (definitions === undefined) return partial;
  const relaxed = Object.entries(definitions).map(([name, part]) => [name, relax(part, ["*"], shape)] as const);
  return { ...partial, definitions: Object.fromEntries(relaxed) };
}

function relax(schema: JsonSchema, names: readonly string[], shape: Shape): JsonSchema {
  const { required: _, minItems: __, minProperties: ___, ...kept } = schema;
  const { properties, patternProperties, items, anyOf } = kept;
  const relaxed: JsonSchema = {
    ...kept,
    ...(properties && { properties: removable(properties, (name) => [...names, name], shape) }),
    ...(patternProperties && { patternProperties: removable(patternProperties, () => [...names, "*"], shape) }),
    ...(items && { items: relax(items, [...names, "*"], shape) }),
    ...(anyOf && { anyOf: anyOf.map((branch) => relax(branch, names, shape)) }),
  };
  const entries = relaxed.items === undefined ? undefined : entriesAsMapping(relaxed.items, names, shape);
  return entries === undefined ? relaxed : { description: schema.description, anyOf: [relaxed, entries] };
}

type Properties = { readonly [name: string]: JsonSchema };

function removable(properties: Properties, namesOf: (name: string) => readonly string[], shape: Shape): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [name, orNothing(relax(part, namesOf(name), shape))]),
  );
}

function orNothing(schema: JsonSchema): JsonSchema {
  const nothing: JsonSchema = { type: "null", description: "`~` removes it." };
  return { description: schema.description, anyOf: [...(schema.anyOf ?? [schema]), nothing] };
}

function entriesAsMapping(items: JsonSchema, names: readonly string[], shape: Shape): JsonSchema | undefined {
  if (matchesAny(shape.sets, names)) return mappingOf({ type: "boolean", const: true });
  return keyOf(shape, names) === undefined ? undefined : mappingOf(items);
}

function mappingOf(value: JsonSchema): JsonSchema {
  return { type: "object", patternProperties: { "^(.*)$": orNothing(value) }, additionalProperties: false };
}
