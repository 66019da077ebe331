import type { Bound } from "../value-kinds.ts";

export type Range = { readonly min?: Bound; readonly max?: Bound };
/** Operand of a filter: one value, several, a range that may be open at one end, or nothing (`true`). */
export type Operand = Bound | readonly Bound[] | Range;

/** The form of what an operator compares with. */
export type OperandForm = "one" | "list" | "range" | "none";
