import { Ajv } from "ajv";
import { linearPattern } from "../../linear-pattern.ts";

/** What keeps a value from fitting a JSON Schema, or a schema from being one, as the end of a sentence; null when nothing does. */
export function schemaProblem(schema: object, value: unknown): string | null {
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false, code: { regExp: REG_EXP } });
  try {
    if (ajv.validate(schema, value) === true) return null;
  } catch (error) {
    return `cannot be checked: ${(error as Error).message}`;
  }
  const { instancePath = "", message = "does not fit" } = ajv.errors?.[0] ?? {};
  const where = instancePath.slice(1).replaceAll("/", ".");
  return where === "" ? `does not fit: it ${message}` : `does not fit: ${where} ${message}`;
}

/** What is wrong with a schema; null when it is one. */
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
