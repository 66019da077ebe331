import { isObject } from "../base/json.ts";
import type { FilterOperator } from "../kinds/gather/gather-spec.ts";
import type { Bound, ValueKind } from "./value-kinds.ts";

export type Range = { readonly min?: Bound; readonly max?: Bound };
/** What a filter compares with: one value, several, a range that may be open at one end, or nothing (`true`). */
export type Operand = Bound | readonly Bound[] | Range;

/** The form of what an operator compares with. */
export type OperandForm = "one" | "list" | "range" | "none";

/** The most values of one list. */
const LONGEST_LIST = 100;

const FORMS: { readonly [operator in FilterOperator]: OperandForm } = {
  equals: "one",
  not_equals: "one",
  contains: "one",
  starts_with: "one",
  greater_than: "one",
  greater_or_equal: "one",
  less_than: "one",
  less_or_equal: "one",
  between: "range",
  in: "list",
  not_in: "list",
  is_null: "none",
  is_not_null: "none",
  has_tag: "one",
  has_or_descends: "one",
};

export function operandForm(operator: FilterOperator): OperandForm {
  return FORMS[operator];
}

/** The operand that a raw value means; null when it means none. A range is `{min, max}` or `[min, max]`, either may be missing. */
export function readOperand(kind: ValueKind, operator: FilterOperator, raw: unknown): Operand | null {
  return READERS[FORMS[operator]](kind, raw);
}

const READERS: { readonly [form in OperandForm]: (kind: ValueKind, raw: unknown) => Operand | null } = {
  one: (kind, raw) => kind.read(Array.isArray(raw) ? raw[0] : raw),
  list(kind, raw) {
    const values = (Array.isArray(raw) ? raw : [raw]).slice(0, LONGEST_LIST).map((entry) => kind.read(entry));
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : [...new Set(known)];
  },
  range(kind, raw) {
    const [first, last] = Array.isArray(raw) ? raw : isObject(raw) ? [raw["min"], raw["max"]] : [];
    const min = first === undefined || first === null ? null : kind.read(first);
    const max = last === undefined || last === null ? null : kind.read(last);
    if (min === null && max === null) return null;
    return { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) };
  },
  none: (_kind, raw) => (raw === false || raw === "0" || raw === "false" ? null : true),
};
