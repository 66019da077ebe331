import { Ajv } from "ajv";
import type { Json, JsonObject } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import type { Kind, Shape } from "../../kinds/kind.ts";
import { keyOf } from "../../kinds/shape.ts";

/**
 * Returns the reason why `spec` is no object of `kind`, or null. Kinds that are not files in a folder have no schema
 * for a whole object.
 */
export function schemaProblem(kind: Kind, spec: JsonObject): string | null {
  if (kind.folder === null) return null;
  const nameless = namelessEntry(kind, spec, []);
  if (nameless !== null) return nameless;
  const ajv = new Ajv({ strict: false });
  if (ajv.validate(kind.schema, spec)) return null;
  const error = ajv.errors![0]!;
  return `${error.instancePath.slice(1).replaceAll("/", ".") || kind.name} ${error.message ?? "is not valid"}`;
}

/** An entry of a keyed list without its key: a schema may take what is left of it for a shorthand. */
function namelessEntry(shape: Shape, value: Json, path: readonly string[]): string | null {
  if (isObject(value)) {
    for (const [name, part] of Object.entries(value as JsonObject)) {
      const problem = namelessEntry(shape, part, [...path, name]);
      if (problem !== null) return problem;
    }
    return null;
  }
  const key = Array.isArray(value) ? keyOf(shape, path) : undefined;
  if (key === undefined) return null;
  for (const entry of value as readonly Json[]) {
    const name = isObject(entry) ? entry[key] : undefined;
    if (typeof name !== "string") return `an entry of ${path.join(".")} has no ${key}`;
    const problem = namelessEntry(shape, entry, [...path, name]);
    if (problem !== null) return problem;
  }
  return null;
}
