import type { SchemaCheck } from "../../kernel/config/check-schema.ts";
import { schemaCheck } from "../../kernel/config/check-schema.ts";
import type { JsonSchema } from "../../kernel/config/json-schema.ts";

/** Checks against a published schema with no key allowed that it does not name: what is printed must be documented. */
export function strictCheck({
  $schema: _,
  title: __,
  ...schema
}: object & { $schema?: string; title?: string }): SchemaCheck {
  return schemaCheck(strict(schema) as JsonSchema);
}

function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, strict(value)]);
  const isClosed = "properties" in schema && Object.keys(schema.properties as object).length > 0;
  return { ...Object.fromEntries(entries), ...(isClosed && { additionalProperties: false }) };
}
