import type { FieldSpec } from "../model/specs/type.ts";
import { CASTS } from "./casts.ts";
import { FIELD_TYPES } from "./field-types.ts";

/** True when the stored value is a list. */
export function isList(field: FieldSpec): boolean {
  return FIELD_TYPES[field.type].alwaysList || isMany(field);
}

/** True when the field may hold more than one value. */
export function isMany(field: FieldSpec): boolean {
  return field.cardinality !== undefined && field.cardinality !== 1;
}

/**
 * The SQL of a field's value, of its first value where it holds several: an expression over the column `fields`, without
 * parameters.
 */
export function fieldExpression(name: string, field: FieldSpec): string {
  const type = FIELD_TYPES[field.type];
  const key = `'${name.replaceAll("'", "''")}'`;
  const entry = isList(field) ? `fields->${key}->0` : `fields->${key}`;
  return CASTS[type.cast].cast(entry, type.member);
}

/** The SQL of one entry of a list, which is the jsonb `entry`. */
export function entryExpression(entry: string, field: FieldSpec): string {
  const type = FIELD_TYPES[field.type];
  return CASTS[type.cast].cast(entry, type.member);
}
