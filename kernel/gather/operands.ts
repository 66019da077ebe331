import { isObject } from "../base/json.ts";
import type { FilterOperator } from "../kinds/gather/gather-spec.ts";
import type { Operand, OperandForm } from "./operators/operand.ts";
import { OPERATORS } from "./operators/operators.ts";
import type { ValueKind } from "./value-kinds.ts";

/** The most values of one list. */
const LONGEST_LIST = 100;

export function operandForm(operator: FilterOperator): OperandForm {
  return OPERATORS[operator].form;
}

/**
 * The operand that a raw value means; null when it means none. A range is `{min, max}` or `[min, max]`, either may be
 * missing.
 */
export function readOperand(kind: ValueKind, operator: FilterOperator, raw: unknown): Operand | null {
  return READERS[OPERATORS[operator].form](kind, raw);
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
