import type { FilterOperator } from "../kinds/gather/gather-spec.ts";
import type { FieldTypeName } from "../kinds/type/type-spec.ts";
import { FIELD_TYPES } from "./field-types.ts";

/** The operators that a filter on a field of this type may use. */
export function supportedOperators(type: FieldTypeName): readonly FilterOperator[] {
  return FIELD_TYPES[type].operators;
}

/** True when listings may be sorted by fields of this type. */
export function isSortable(type: FieldTypeName): boolean {
  return FIELD_TYPES[type].sortable;
}
