import type { FormElement, FormErrors, FormOption, FormValue, FormValues } from "../model/forms.ts";
import type { NamedElement } from "./fields.ts";
import { inOrder } from "./fields.ts";

/** What was typed into a form so far, and what is wrong with it. */
export type FormContent = { readonly id: string; readonly values: FormValues; readonly errors: FormErrors };

/** An element as its template sees it. */
export type ElementContext = {
  readonly template: string;
  readonly id: string;
  /** Where a link to the field leads: to what can be typed into or ticked first. */
  readonly anchor: string;
  readonly name: string;
  readonly type: FormElement["#type"];
  readonly title: string;
  readonly description: string | null;
  readonly error: string | null;
  /** The ids of what describes the field. */
  readonly describedBy: string | null;
  readonly required: boolean;
  readonly disabled: boolean;
  readonly value: string;
  readonly checked: boolean;
  readonly options: readonly OptionContext[];
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly autocomplete: string | null;
  readonly button: string | null;
  readonly children: readonly ElementContext[];
};
type OptionContext = {
  readonly id: string;
  readonly value: string;
  readonly label: string;
  readonly description: string | null;
  readonly checked: boolean;
  readonly disabled: boolean;
};

const CHOICE_LISTS: ReadonlySet<string> = new Set(["checkboxes", "radios"]);
const NO_CHOICE = "– Choose –";
const NONE = "– None –";

/** An element with its value and what is wrong with it. The value of a password is never shown again. */
export function elementContext([name, element]: NamedElement, content: FormContent): ElementContext {
  const type = element["#type"];
  // Names have no hyphens: so an id that one is added to is never that of another element.
  const id = `${content.id}-${name}`;
  const value = content.values[name];
  const options = optionsOf(element, id, value);
  const description = element["#description"] ?? null;
  const error = content.errors[name] ?? null;
  const describing = [description === null ? "" : `${id}-help`, error === null ? "" : `${id}-error`];
  return {
    template: `form-element--${type}`,
    id,
    anchor: CHOICE_LISTS.has(type) ? (options[0]?.id ?? id) : id,
    name,
    type,
    title: element["#title"] ?? "",
    description,
    error,
    describedBy: describing.filter((part) => part !== "").join(" ") || null,
    required: element["#required"] ?? false,
    disabled: element["#disabled"] ?? false,
    value: shownValue(element, value),
    checked: value === true,
    options,
    minLength: element["#min_length"] ?? null,
    maxLength: element["#max_length"] ?? null,
    autocomplete: element["#autocomplete"] ?? null,
    button: element["#button"] ?? null,
    children: inOrder(element["#children"] ?? {}).map((child) => elementContext(child, content)),
  };
}

function shownValue(element: FormElement, value: FormValue | undefined): string {
  const type = element["#type"];
  if (type === "password") return "";
  if (type === "submit" || type === "markup") return element["#value"] ?? "";
  if (typeof value === "string" && value !== "") return value;
  return element["#value"] ?? "";
}

function optionsOf(element: FormElement, id: string, value: FormValue | undefined): readonly OptionContext[] {
  const given = element["#options"] ?? [];
  const isChosen = (option: string) => (Array.isArray(value) ? value.includes(option) : value === option);
  const options = element["#type"] === "select" ? withEmpty(element, given, value) : given;
  return options.map((option, index) => ({
    id: `${id}-${index + 1}`,
    value: option.value,
    label: option.label,
    description: option.description ?? null,
    checked: isChosen(option.value),
    disabled: (option.disabled ?? false) || (element["#disabled"] ?? false),
  }));
}

/** A list that opens begins with nothing chosen, unless something must be and is. */
function withEmpty(
  element: FormElement,
  options: readonly FormOption[],
  value: FormValue | undefined,
): readonly FormOption[] {
  const isRequired = element["#required"] ?? false;
  const isKnown = options.some((option) => option.value === value);
  if (isRequired && isKnown) return options;
  return [{ value: "", label: isRequired ? NO_CHOICE : NONE }, ...options];
}
