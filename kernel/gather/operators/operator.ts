import type { Comparison } from "../../fields/field-type.ts";
import type { Fragment } from "../raw-sql.ts";
import type { Bound } from "../value-kinds.ts";
import type { Operand, OperandForm } from "./operand.ts";

/** A filter operator, the same for listings and for the tables of plugins. */
export type Operator = {
  /** The form of what is compared with. */
  readonly form: OperandForm;
  /** Comparison that a value must allow. */
  readonly fits: Comparison;
  /** True of what is wanted, as SQL. Comparisons with no value at all are never true. */
  condition(compared: Compared, operand: Operand): Fragment;
  /** How its rows are found: in an ordered index, by parts of words, or by looking at all of them. */
  readonly access: "ordered" | "search" | "scan";
  /**
   * The index by which they are found, over the SQL of the value and the order of the listing; null where none helps.
   */
  index(expression: string, order: string): string | null;
};

/** A field or a column that a condition is about. It may hold several values. */
export type Compared = {
  isNull(): Fragment;
  isNotNull(): Fragment;
  /** True when the test is true of some value. */
  some(test: (value: ComparedValue) => Fragment): Fragment;
  /** True when there is a value, and the test is true of none. */
  none(test: (value: ComparedValue) => Fragment): Fragment;
  /** True when it has a value, and not this one; of a column of a plugin also when it has none. */
  differs(from: Bound): Fragment;
  /** True when it refers to the tag, or also to one below it. */
  refers(tag: string, to: "itself" | "itself or below"): Fragment;
};

/** One value, compared in the way of its kind. */
export type ComparedValue = {
  equals(value: Bound): Fragment;
  above(value: Bound): Fragment;
  from(value: Bound): Fragment;
  below(value: Bound): Fragment;
  upTo(value: Bound): Fragment;
  among(values: readonly Bound[]): Fragment;
  /** Upper and lower case are the same. */
  like(pattern: string): Fragment;
};
