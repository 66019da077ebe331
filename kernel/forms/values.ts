import type { Form, FormElement, FormErrors, FormValue, FormValues } from "../model/forms.ts";
import { ELEMENT_TYPES } from "./element-types.ts";
import { fieldsOf } from "./fields.ts";

/** What a form holds before anybody has typed: the default values. */
export function initialValues(form: Form): FormValues {
  return Object.fromEntries([...fieldsOf(form)].map(([name, element]) => [name, initialValue(element)]));
}

/** What was sent for each field of a form; of a button, whether it was the one. What the form does not ask for is left out. */
export function readFormValues(form: Form, body: URLSearchParams): FormValues {
  const read = ([name, element]: readonly [string, FormElement]): readonly [string, FormValue] => [
    name,
    element["#disabled"] === true
      ? initialValue(element)
      : ELEMENT_TYPES[element["#type"]].read!(element, body.getAll(name)),
  ];
  return Object.fromEntries([...fieldsOf(form)].map(read));
}

/** What is wrong with the values, by element: all of it. Each message is a sentence that names its field. */
export function validateForm(form: Form, values: FormValues): FormErrors {
  const errors: { [element: string]: string } = {};
  for (const [name, element] of fieldsOf(form)) {
    const problem = element["#disabled"] === true ? null : problemOf(element, values[name]!);
    if (problem !== null) errors[name] = `${element["#title"] ?? name} ${problem}.`;
  }
  return errors;
}

function initialValue(element: FormElement): FormValue {
  return element["#default_value"] ?? ELEMENT_TYPES[element["#type"]].empty;
}

function problemOf(element: FormElement, value: FormValue): string | null {
  if (isEmpty(value)) return element["#required"] === true ? "is required" : null;
  return ELEMENT_TYPES[element["#type"]].check(element, value);
}

function isEmpty(value: FormValue): boolean {
  return typeof value === "boolean" ? !value : value.length === 0;
}
