import type { FormAction, FormElementSpec, FormSpec, SiteForm } from "../kinds/form/form-spec.ts";
import { SUBMIT_LABEL } from "../kinds/form/form-spec.ts";
import type { Form, FormElement, FormElements, FormOption, FormValue } from "../model/forms.ts";
import { ELEMENT_TYPES } from "./element-types.ts";
import { OPERATION } from "./operations.ts";

/** The name of the button, which no element can have. */
const BUTTON = "submit";
/** Names that mean something else in a form that is shown or sent. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([BUTTON, OPERATION, "form_token", "errors"]);

/** Returns true when characters are typed into it. */
export function isTyped({ type }: Pick<FormElementSpec, "type">): boolean {
  return ELEMENT_TYPES[type].isTyped === true;
}

/** Returns true when it asks to choose among options. */
export function isChosen({ type }: Pick<FormElementSpec, "type">): boolean {
  return ELEMENT_TYPES[type].isChosen === true;
}

/** A form of a pack as it is shown and read. */
export function declaredForm({ name, path, elements, submit = SUBMIT_LABEL }: SiteForm): Form {
  return {
    id: `form-${name}`,
    action: path,
    elements: {
      ...declaredElements(elements),
      [BUTTON]: { "#type": "submit", "#value": submit, "#button": "primary" },
    },
  };
}

/** Makes the elements of a form of a pack. */
export function declaredElements(elements: FormSpec["elements"]): FormElements {
  return Object.fromEntries(Object.entries(elements).map(([name, element]) => [name, declaredElement(element)]));
}

/** Lists the actions on what is sent, in the canonical form of the spec. */
export function actionsOf({ on_submit: actions }: Pick<FormSpec, "on_submit">): readonly FormAction[] {
  return actions as readonly FormAction[];
}

function declaredElement(spec: FormElementSpec): FormElement {
  const { type, label, help, required, options, max_length: maxLength, default: given, shown_when: shownWhen } = spec;
  return {
    "#type": type,
    "#title": label,
    ...(help !== undefined && { "#description": help }),
    ...(required === true && { "#required": true }),
    ...(options !== undefined && { "#options": optionsOf(options) }),
    ...(maxLength !== undefined && { "#max_length": maxLength }),
    ...(given !== undefined && { "#default_value": given satisfies FormValue }),
    ...(shownWhen !== undefined && { "#shown_when": shownWhen }),
    ...(type === "email" && { "#autocomplete": "email" }),
  };
}

/** A list of values that are their own labels, or labels by value. */
export function optionsOf(options: NonNullable<FormElementSpec["options"]>): readonly FormOption[] {
  return Array.isArray(options)
    ? options.map((value) => ({ value, label: value }))
    : Object.entries(options).map(([value, label]) => ({ value, label }));
}
