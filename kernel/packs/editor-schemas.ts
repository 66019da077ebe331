import type { TSchema } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import type { JsonSchema } from "../config/json-schema.ts";
import { jsonSchemaOf } from "../config/json-schema.ts";
import type { Kind } from "../kinds/kind.ts";
import { KINDS_IN_ORDER } from "../kinds/kinds.ts";
import { PluginSpec } from "../kinds/plugin/plugin-spec.ts";
import { PackSpec } from "../model/specs/pack.ts";
import { ThemeSpec } from "../model/specs/theme.ts";
import { FieldTombstonesSpec, TombstoneSpec } from "../model/specs/tombstone.ts";
import { SITE_SCHEMA } from "./pack-permissions.ts";
import { partialSchema } from "./partial-schema.ts";

const DIALECT = "http://json-schema.org/draft-07/schema#";

/** A schema for editors: of which file, and as JSON. */
export type EditorSchema = { readonly name: string; readonly schema: object };

/** The files that are not objects of a kind. */
const MANIFESTS: { readonly [name: string]: TSchema } = {
  site: SITE_SCHEMA,
  pack: PackSpec,
  theme: ThemeSpec,
  plugin: PluginSpec,
  tombstone: Type.Union([TombstoneSpec, FieldTombstonesSpec], { description: TombstoneSpec.description! }),
};

/** The schemas of all files that a site is written in, from the definitions that check them. */
export function editorSchemas(): readonly EditorSchema[] {
  return [
    ...Object.entries(MANIFESTS).map(([name, definition]) => ({ name, schema: manifestSchema(name, definition) })),
    ...declaredKinds().map((kind) => ({ name: kind.name, schema: kindSchema(kind) })),
  ];
}

/** The kinds that people write in YAML. */
export function declaredKinds(): readonly Kind[] {
  return KINDS_IN_ORDER.filter((kind) => kind.origin === "yaml");
}

function manifestSchema(name: string, definition: TSchema): object {
  const schema = { $schema: DIALECT, ...jsonSchemaOf(definition) };
  return name === "site" ? withReferences(schema) : schema;
}

/**
 * In the configuration of the site `${NAME}` may stand in any text, so an editor must not miss the form that its value
 * will have.
 */
function withReferences(schema: object): object {
  const allowing = (key: string, value: unknown) => (key === "pattern" ? `(?:${value})|\\$\\{` : value);
  return JSON.parse(JSON.stringify(schema, allowing));
}

/** Editors tell a whole file from one that extends by the key `extends`, which must therefore be known to both. */
function kindSchema(kind: Kind): object {
  const whole = jsonSchemaOf(kind.schema);
  const partial = partialSchema(whole, kind);
  const { definitions, ...wholeRoot } = whole;
  const { definitions: _, ...partialRoot } = partial;
  const definitionsOf = { ...definitions, ...prefixed(partial.definitions ?? {}) };
  return {
    $schema: DIALECT,
    description: whole.description,
    if: { type: "object", required: ["extends"] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: withPrefixedReferences(withExtends(partialRoot)),
    // Where it is not given yet, editors offer it.
    else: withExtends(wholeRoot),
    ...(Object.keys(definitionsOf).length > 0 && { definitions: definitionsOf }),
  };
}

const PREFIX = "Partial";

function prefixed(definitions: { readonly [name: string]: JsonSchema }): { readonly [name: string]: unknown } {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, schema]) => [`${PREFIX}${name}`, withPrefixedReferences(schema)]),
  );
}

function withPrefixedReferences(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/definitions/', `"#/definitions/${PREFIX}`));
}

function withExtends(schema: JsonSchema): JsonSchema {
  const description = "Changes the object of that name in an earlier pack: what is given here is laid over it.";
  return { ...schema, properties: { extends: { const: true, description }, ...schema.properties } };
}
