import type { FormElement, FormValue } from "../model/forms.ts";
import type { Problem } from "../words/problem.ts";

/** Type of element: how its value is read, checked and shown. */
export type ElementType = {
  /** The value, out of what was sent under its name; null for what has no value, or holds those of others. */
  readonly read: ((element: FormElement, sent: readonly string[]) => FormValue) | null;
  /** Value when nothing was sent or given. */
  readonly empty: FormValue;
  /** Of what is made of other elements: whether it holds their values once, or in rows. */
  readonly holds?: "values" | "rows";
  /** True where characters are typed, and may be too many. */
  readonly isTyped?: boolean;
  /** True where something is chosen among options. */
  readonly isChosen?: boolean;
  /** True where something is named that has to be found. */
  readonly refers?: boolean;
  /** Returns the problem of a value that is there, to be read after the label of its field; null when nothing is. */
  check(element: FormElement, value: FormValue): Problem | null;
};

/** Takes any value. */
export const sound = () => null;
