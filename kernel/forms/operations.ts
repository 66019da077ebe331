import type { FormElement, FormElements, FormValue, FormValues } from "../model/forms.ts";
import { ELEMENT_TYPES } from "./element-types.ts";
import { fieldsOf } from "./fields.ts";
import { initialValues } from "./values.ts";

/**
 * Request of a button inside of a form: a row more or less, another place for one, or to find what was named. Nothing
 * is done with the form.
 */
export type Operation = {
  readonly what: "add" | "remove" | "up" | "down" | "find" | "suggest";
  /** The name under which the element is sent. */
  readonly name: string;
  readonly row: number;
};

/** The name of the buttons that change a form. */
export const OPERATION = "form_op";
const WRITTEN = /^(add|remove|up|down|find|suggest) ([^\s]{1,200})(?: (\d{1,4}))?$/;

/** Finds the operation that a button asked for; null when the form was sent to be done. */
export function operationIn(body: URLSearchParams): Operation | null {
  const [, what, name, row = "0"] = WRITTEN.exec(body.get(OPERATION) ?? "") ?? [];
  return what === undefined ? null : { what: what as Operation["what"], name: name!, row: Number(row) };
}

/** The element that is sent under `name`, also within groups and rows; undefined when there is none. */
export function elementAt(elements: FormElements, name: string): FormElement | undefined {
  const steps = stepsOf(name);
  let within = elements;
  let found: FormElement | undefined;
  for (const step of steps) {
    if (found !== undefined && ELEMENT_TYPES[found["#type"]].holds === "rows" && /^\d+$/.test(step)) continue;
    found = new Map(fieldsOf(within)).get(step);
    if (found === undefined) return undefined;
    within = found["#children"] ?? {};
  }
  return found;
}

/** The values of a form after a change of its rows. */
export function operated(elements: FormElements, values: FormValues, operation: Operation): FormValues {
  const element = elementAt(elements, operation.name);
  if (element === undefined || ELEMENT_TYPES[element["#type"]].holds !== "rows") return values;
  return changedAt(values, stepsOf(operation.name), (value) =>
    CHANGES[operation.what](asRows(value, element), operation.row, element),
  ) as FormValues;
}

type Rows = readonly FormValues[];

const same = (rows: Rows) => rows;
const CHANGES: { readonly [what in Operation["what"]]: (rows: Rows, row: number, element: FormElement) => Rows } = {
  add: (rows, _row, element) =>
    rows.length >= (element["#most"] ?? Number.POSITIVE_INFINITY) ? rows : [...rows, blankRow(element)],
  remove: (rows, row) => rows.filter((_, index) => index !== row),
  up: (rows, row) => swapped(rows, row - 1),
  down: (rows, row) => swapped(rows, row),
  find: same,
  suggest: same,
};

function blankRow(element: FormElement): FormValues {
  return initialValues({ elements: element["#children"] ?? {} });
}

/** A form shows one row where there is none. */
function asRows(value: FormValue | undefined, element: FormElement): Rows {
  const rows = (value ?? []) as Rows;
  return rows.length === 0 ? [blankRow(element)] : rows;
}

/** The rows with the one at `row` behind the next. */
function swapped(rows: Rows, row: number): Rows {
  const [first, second] = [rows[row], rows[row + 1]];
  return first === undefined || second === undefined ? rows : rows.with(row, second).with(row + 1, first);
}

/** `film[0][years]` as its steps. */
function stepsOf(name: string): readonly string[] {
  return name.split(/[[\]]+/).filter((step) => step !== "");
}

function changedAt(
  value: FormValue | undefined,
  [step, ...rest]: readonly string[],
  change: (value: FormValue | undefined) => FormValue,
): FormValue {
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    const rows = value as Rows;
    return rows.map((row, index) => (String(index) === step ? (changedAt(row, rest, change) as FormValues) : row));
  }
  const values = (value ?? {}) as FormValues;
  return { ...values, [step]: changedAt(values[step], rest, change) };
}
