import type { FormElement, FormElements, FormValue, FormValues } from "../model/forms.ts";
import { ELEMENT_TYPES } from "./element-types.ts";
import { fieldsOf } from "./fields.ts";

/** Decides whether an element is asked for, by what its neighbours hold. */
export function isShown({ "#shown_when": condition = {} }: FormElement, values: FormValues): boolean {
  return Object.entries(condition).every(([name, wanted]) => isHeld(values[name], wanted));
}

/** Empties the elements that are not asked for, and so whatever is asked for because of them. */
export function withoutHidden(elements: FormElements, values: FormValues): FormValues {
  const fields = [...fieldsOf(elements)].filter(([, element]) => element["#shown_when"] !== undefined);
  let shown = values;
  // Every turn empties one more, or is the last.
  for (let turn = 0; turn <= fields.length; turn += 1) {
    const hidden = fields.filter(([name, element]) => !isShown(element, shown) && !isEmpty(element, shown[name]));
    if (hidden.length === 0) return shown;
    shown = { ...shown, ...Object.fromEntries(hidden.map(([name, element]) => [name, emptyOf(element)])) };
  }
  return shown;
}

function isHeld(value: FormValue | undefined, wanted: string | boolean | readonly string[]): boolean {
  if (typeof wanted === "boolean") return isFilled(value) === wanted;
  const held = (Array.isArray(value) ? value : [value]) as readonly FormValue[];
  return [wanted].flat().some((word) => held.includes(word));
}

function isFilled(value: FormValue | undefined): boolean {
  if (value === undefined || value === false || value === "") return false;
  if (value === true || typeof value === "string") return true;
  return Object.values(value).some((part) => isFilled(part as FormValue));
}

function isEmpty(element: FormElement, value: FormValue | undefined): boolean {
  return JSON.stringify(value) === JSON.stringify(emptyOf(element));
}

function emptyOf(element: FormElement): FormValue {
  return ELEMENT_TYPES[element["#type"]].empty;
}
