import type { FieldValue, SingleValue } from "../model/item.ts";
import type { FieldSpec } from "./field-spec.ts";

/** True when the field may hold more than one value. */
export function isMany({ cardinality }: FieldSpec): boolean {
  return cardinality !== undefined && cardinality !== 1;
}

/** How many values the field may hold. */
export function mostValues({ cardinality }: FieldSpec): number {
  return cardinality === "unlimited" ? Number.POSITIVE_INFINITY : (cardinality ?? 1);
}

/** The single values of a field's value. */
export function valuesOf(value: FieldValue): readonly SingleValue[] {
  return Array.isArray(value) ? value : [value as SingleValue];
}
