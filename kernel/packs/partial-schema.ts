import type { JsonSchema } from "../config/json-schema.ts";
import type { Shape } from "../kinds/kind.ts";
import { keyOf, matchesAny } from "../kinds/shape.ts";

/** `schema` without what it requires to be there. */
export function withoutRequired(schema: JsonSchema): JsonSchema {
  const { required: _, minItems: __, minProperties: ___, ...kept } = schema;
  const { properties, patternProperties, items, anyOf, definitions } = kept;
  return {
    ...kept,
    ...(properties && { properties: mapped(properties, withoutRequired) }),
    ...(patternProperties && { patternProperties: mapped(patternProperties, withoutRequired) }),
    ...(items && { items: withoutRequired(items) }),
    ...(anyOf && { anyOf: anyOf.map(withoutRequired) }),
    ...(definitions && { definitions: mapped(definitions, withoutRequired) }),
  };
}

/**
 * The schema of a file that extends, as it is written: it may leave out whatever is otherwise required, `~` removes,
 * and keyed lists and sets may be given as mappings. `schema` is that of a whole file.
 */
export function partialSchema(schema: JsonSchema, shape: Shape): JsonSchema {
  const { definitions, ...root } = withoutRequired(schema);
  const partial = asWritten(root, [], shape);
  if (definitions === undefined) return partial;
  const place = (name: string) => placeOfReference(root, name, []) ?? ["*"];
  return { ...partial, definitions: mapped(definitions, (part, name) => asWritten(part, place(name), shape)) };
}

/** Where a schema first speaks of one of its definitions: what lies in it lies below. */
function placeOfReference(schema: JsonSchema, name: string, path: readonly string[]): readonly string[] | undefined {
  if (schema.$ref === `#/definitions/${name}`) return path;
  const { properties = {}, patternProperties = {}, items, anyOf = [] } = schema;
  const parts = [
    ...Object.entries(properties).map(([key, part]) => [part, [...path, key]] as const),
    ...Object.values(patternProperties).map((part) => [part, [...path, "*"]] as const),
    ...(items === undefined ? [] : [[items, [...path, "*"]] as const]),
    ...anyOf.map((part) => [part, path] as const),
  ];
  for (const [part, at] of parts) {
    const found = placeOfReference(part, name, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Schemas = { readonly [name: string]: JsonSchema };

function mapped(schemas: Schemas, change: (schema: JsonSchema, name: string) => JsonSchema): Schemas {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema, name)]));
}

function asWritten(schema: JsonSchema, names: readonly string[], shape: Shape): JsonSchema {
  const { properties, patternProperties, items, anyOf } = schema;
  const part = (name: string) => (value: JsonSchema) => orNothing(asWritten(value, [...names, name], shape));
  const written: JsonSchema = {
    ...schema,
    ...(properties && { properties: mapped(properties, (value, name) => part(name)(value)) }),
    ...(patternProperties && { patternProperties: mapped(patternProperties, part("*")) }),
    ...(items && { items: asWritten(items, [...names, "*"], shape) }),
    ...(anyOf && { anyOf: anyOf.map((branch) => asWritten(branch, names, shape)) }),
  };
  const entries = written.items === undefined ? undefined : entriesAsMapping(written.items, names, shape);
  return entries === undefined ? written : { description: schema.description, anyOf: [written, entries] };
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
