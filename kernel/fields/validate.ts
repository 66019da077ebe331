import type { FieldValue } from "../model/item.ts";
import type { Problem } from "../words/problem.ts";
import { wrong } from "../words/problem.ts";
import { mostValues, valuesOf } from "./cardinality.ts";
import { isList } from "./expressions.ts";
import type { FieldSpec } from "./field-spec.ts";
import { typeOf } from "./field-types.ts";

/**
 * Returns the problem of a field's stored value, as the end of a sentence that begins with its label; null when it
 * fits.
 */
export function validateField(value: FieldValue | null | undefined, field: FieldSpec): Problem | null {
  if (value === null || value === undefined) return field.required === true ? wrong("required") : null;
  if (Array.isArray(value) !== isList(field)) return isList(field) ? wrong("not_list") : wrong("list");
  const entries = valuesOf(value);
  if (entries.length === 0) return field.required === true ? wrong("required") : null;
  if (entries.length > mostValues(field)) return wrong("more_values", { most: mostValues(field) });
  const type = typeOf(field);
  for (const entry of entries) {
    const problem = type.validate(entry, field);
    if (problem !== null) return problem;
  }
  return null;
}
