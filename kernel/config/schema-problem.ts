import type { ErrorObject } from "ajv";
import { didYouMean } from "../base/near-miss.ts";
import type { JsonSchema } from "./json-schema.ts";
import { isNamePattern, nameProblem } from "./machine-name.ts";

/**
 * Something that does not fit a schema: a key that does not exist, one that is missing, a name or a value of the wrong
 * form.
 */
export type SchemaProblem = {
  readonly kind: "unknown_key" | "missing_key" | "name" | "value";
  readonly path: readonly (string | number)[];
  readonly on: "key" | "value";
  readonly message: string;
  readonly hint?: string;
  /** True for a value that is none of the possible words, and near none. */
  readonly isChoice?: boolean;
};

type Path = SchemaProblem["path"];
type Explain = (error: ErrorObject, path: Path) => SchemaProblem;

/** Explanations of each schema keyword to the person who wrote the file. */
const EXPLANATIONS: { readonly [keyword: string]: Explain } = {
  additionalProperties: unknownKey,
  required: ({ params, parentSchema }, path) => {
    const key = String(params["missingProperty"]);
    const meaning = (parentSchema as JsonSchema).properties?.[key]?.description;
    const hint = meaning === undefined ? undefined : `${key}: ${meaning}`;
    return { kind: "missing_key", path: [...path, key], on: "key", message: `The key ${key} is missing.`, hint };
  },
  type: ({ data, parentSchema }, path) => ({
    ...value(path, expectation([parentSchema as JsonSchema], data, path)),
    hint: (parentSchema as JsonSchema).type === "string" && isScalar(data) ? "Quotes make it text." : undefined,
  }),
  enum: ({ data, params }, path) => oneOf(path, data, params["allowedValues"] as readonly unknown[]),
  const: ({ data, params }, path) => oneOf(path, data, [params["allowedValue"]]),
  pattern: badPattern,
  minLength: (_, path) => value(path, `${subject(path)} must not be empty.`),
  maxLength: ({ params }, path) => value(path, `${subject(path)} must have at most ${params["limit"]} characters.`),
  minimum: ({ params }, path) => value(path, `${subject(path)} must be at least ${params["limit"]}.`),
  maximum: ({ params }, path) => value(path, `${subject(path)} must be at most ${params["limit"]}.`),
  minItems: (_, path) => value(path, `${subject(path)} must not be an empty list.`),
  minProperties: (_, path) => value(path, `${subject(path)} must not be an empty mapping.`),
  uniqueItems: ({ data, params }, path) => {
    const later = Math.max(Number(params["i"]), Number(params["j"]));
    const entry = shown((data as readonly unknown[])[later]);
    return value([...path, later], `${entry} stands twice in this list.`);
  },
};

/** The problem that an error of the schema compiler stands for. */
export function problemOf(error: ErrorObject, path: Path): SchemaProblem {
  return EXPLANATIONS[error.keyword]?.(error, path) ?? value(path, `${subject(path)} ${error.message}.`);
}

/** True when `schema` is meant for values of the type of `data`, whatever else it asks. */
export function accepts(schema: JsonSchema, data: unknown): boolean {
  const type = typeOf(data);
  return schema.type === type || (schema.type === "integer" && type === "number");
}

/** "rating must be a number, not "high".": what may stand at `path`, and what stands there. */
export function expectation(schemas: readonly JsonSchema[], data: unknown, path: Path): string {
  const types = [...new Set(schemas.flatMap(wordsFor))];
  const last = types.pop()!;
  return `${subject(path)} must be ${types.length === 0 ? last : `${types.join(", ")} or ${last}`}, not ${shown(data)}.`;
}

function wordsFor({ const: only, enum: words, type = "" }: JsonSchema): readonly string[] {
  if (only !== undefined) return [String(only)];
  return words?.map(String) ?? [TYPE_WORDS[type] ?? "something else"];
}

function isScalar(data: unknown): boolean {
  return typeof data === "number" || typeof data === "boolean";
}

const TYPE_WORDS: { readonly [type: string]: string } = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  null: "empty",
};

function unknownKey({ params, parentSchema }: ErrorObject, path: Path): SchemaProblem {
  const key = String(params["additionalProperty"]);
  const { properties = {}, patternProperties } = parentSchema as JsonSchema;
  const [pattern] = Object.keys(patternProperties ?? {});
  if (pattern !== undefined && isNamePattern(pattern)) return { ...notAName(key, pattern, [...path, key]), on: "key" };
  const known = Object.keys(properties);
  const near = didYouMean(key, known);
  const possible =
    pattern === undefined ? `Possible keys: ${known.join(", ")}.` : `Keys here have the form ${pattern}.`;
  return {
    kind: "unknown_key",
    path: [...path, key],
    on: "key",
    message: `There is no key ${key} here.${near}`,
    hint: near === "" ? possible : undefined,
  };
}

function badPattern({ data, params, parentSchema }: ErrorObject, path: Path): SchemaProblem {
  const pattern = String(params["pattern"]);
  if (isNamePattern(pattern)) return notAName(String(data), pattern, path);
  const meaning = (parentSchema as JsonSchema).description;
  return { ...value(path, `${shown(data)} does not have the form that ${subject(path)} needs.`), hint: meaning };
}

function notAName(name: string, pattern: string, path: Path): SchemaProblem {
  return { kind: "name", path, on: "value", ...nameProblem(name, pattern) };
}

function oneOf(path: Path, data: unknown, allowed: readonly unknown[]): SchemaProblem {
  const near = typeof data === "string" ? didYouMean(data, allowed.map(String)) : "";
  if (near !== "") return value(path, `${subject(path)} cannot be ${shown(data)}.${near}`);
  return { ...value(path, expectation([{ enum: allowed }], data, path)), isChoice: true };
}

function value(path: Path, message: string): SchemaProblem {
  return { kind: "value", path, on: "value", message };
}

function subject(path: Path): string {
  const name = path.findLast((step) => typeof step === "string");
  if (name === undefined) return "The file";
  return typeof path.at(-1) === "number" ? `An entry of ${name}` : String(name);
}

function shown(data: unknown): string {
  if (Array.isArray(data)) return "a list";
  if (typeof data === "object" && data !== null) return "a mapping";
  if (data === null || data === undefined) return "empty";
  return typeof data === "string" ? `"${data.length > 60 ? `${data.slice(0, 57)}…` : data}"` : String(data);
}

function typeOf(data: unknown): string {
  if (data === null) return "null";
  return Array.isArray(data) ? "array" : typeof data;
}
