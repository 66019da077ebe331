import type { TSchema } from "@sinclair/typebox";
import { isObject } from "../base/json.ts";

/** A JSON Schema (draft 7) as plain JSON: the keywords that the definitions in `model/specs` use. */
export type JsonSchema = {
  readonly type?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly uniqueItems?: boolean;
  readonly items?: JsonSchema;
  readonly properties?: { readonly [key: string]: JsonSchema };
  readonly patternProperties?: { readonly [pattern: string]: JsonSchema };
  readonly additionalProperties?: boolean;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly definitions?: { readonly [name: string]: JsonSchema };
};

/**
 * The plain JSON Schema of a TypeBox definition. Parts with an id of their own move to `definitions`, and a mapping
 * that gives a pattern for its keys allows no others.
 */
export function jsonSchemaOf(definition: TSchema): JsonSchema {
  const definitions: { [name: string]: JsonSchema } = {};
  const schema = plain(definition, definitions) as JsonSchema;
  return Object.keys(definitions).length === 0 ? schema : { ...schema, definitions };
}

function plain(node: unknown, definitions: { [name: string]: JsonSchema }): unknown {
  if (Array.isArray(node)) return node.map((entry) => plain(entry, definitions));
  if (!isObject(node)) return node;
  const { $id, $ref, ...rest } = node;
  if (typeof $ref === "string") return { $ref: `#/definitions/${$ref}` };
  const schema = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, plain(value, definitions)]));
  if (isObject(schema.patternProperties) && schema.additionalProperties === undefined) {
    schema.additionalProperties = false;
  }
  if (typeof $id !== "string") return schema;
  definitions[$id] = schema as JsonSchema;
  return { $ref: `#/definitions/${$id}` };
}
