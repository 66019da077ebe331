import { Ajv } from "ajv";
import type { JsonObject } from "../base/json.ts";
import type { Kind } from "../kinds/kind.ts";

/** What keeps `spec` from being an object of `kind`, or null. Kinds that are not files in a folder have no schema for a whole object. */
export function schemaProblem(kind: Kind, spec: JsonObject): string | null {
  if (kind.folder === null) return null;
  const ajv = new Ajv({ strict: false });
  if (ajv.validate(kind.schema, spec)) return null;
  const error = ajv.errors![0]!;
  return `${error.instancePath.slice(1).replaceAll("/", ".") || kind.name} ${error.message ?? "is not valid"}`;
}
