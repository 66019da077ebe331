import { Ajv } from "ajv";
import type { Problem } from "../../../words/problem.ts";
import { wrong } from "../../../words/problem.ts";
import { linearPattern } from "../../linear-pattern.ts";

/**
 * Returns the reason why a value does not fit a JSON Schema, or why the schema is none; null
 * when it fits.
 */
export function schemaProblem(schema: object, value: unknown): Problem | null {
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false, code: { regExp: REG_EXP } });
  try {
    if (ajv.validate(schema, value) === true) return null;
  } catch (error) {
    return wrong("schema_unchecked", { reason: (error as Error).message });
  }
  const { instancePath = "", message = "does not fit" } = ajv.errors?.[0] ?? {};
  const where = instancePath.slice(1).replaceAll("/", ".");
  return where === ""
    ? wrong("schema_misfit", { reason: message })
    : wrong("schema_misfit_at", { where, reason: message });
}

/** Returns the problem of a schema; null when it is one. */
export function wrongSchema(schema: object): string | null {
  try {
    new Ajv({ strict: false, validateFormats: false, logger: false, code: { regExp: REG_EXP } }).compile(schema);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Schemas come from packs: no pattern in them may take longer than its text is long. */
const REG_EXP = Object.assign(
  (source: string) => {
    const pattern = linearPattern(source);
    if (pattern === null) throw new SyntaxError(`${source} is no pattern of RE2`);
    return { test: (text: string) => pattern.finds(text) };
  },
  { code: "" },
);
