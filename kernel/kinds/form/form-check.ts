import {
  actionsOf,
  declaredElements,
  isChosen,
  isTyped,
  optionsOf,
  RESERVED_NAMES,
} from "../../forms/declared-form.ts";
import { ELEMENT_TYPES } from "../../forms/element-types.ts";
import { validateForm } from "../../forms/values.ts";
import type { FormValue } from "../../model/forms.ts";
import { IN_ENGLISH } from "../../words/create-words.ts";
import { checkPermission } from "../check-permission.ts";
import type { CheckContext } from "../kind.ts";
import type { FormAction, FormElementSpec, FormSpec } from "./form-spec.ts";

type Path = readonly (string | number)[];

/** Checks a form: that its elements make sense, and that what it does has what it needs. */
export function checkForm(context: CheckContext): void {
  const spec = context.object.spec as FormSpec;
  for (const [name, element] of Object.entries(spec.elements)) checkElement(context, name, element);
  checkPermission(context, spec.permission, ["permission"]);
  actionsOf(spec).forEach((action, index) => {
    checkAction(context, action, ["on_submit", index]);
  });
  if (spec.redirect !== undefined && spec.confirmation !== undefined) {
    const message = "With a redirect nobody sees the confirmation: the page that follows says thanks by itself.";
    context.report("form.bad_action", ["confirmation"], message, "key");
  }
}

function checkElement({ object, report }: CheckContext, name: string, element: FormElementSpec): void {
  const at = ["elements", name];
  const problem = (path: Path, message: string) =>
    report("form.bad_element", [...at, ...path], `${name}: ${message}.`, "key");
  if (RESERVED_NAMES.has(name)) problem([], `a form means something else by ${name}; the element needs another name`);
  for (const [setting, isTaken] of Object.entries(SETTINGS)) {
    const isGiven = element[setting as keyof FormElementSpec] !== undefined;
    if (isGiven && !isTaken(element)) problem([setting], `the type ${element.type} has no ${setting}`);
  }
  for (const other of Object.keys(element.shown_when ?? {})) {
    const isOther = other !== name && Object.hasOwn((object.spec as FormSpec).elements, other);
    if (!isOther) problem(["shown_when", other], `the form asks for nothing else that is called ${other}`);
  }
  if (isChosen(element) && element.options === undefined) problem([], `the type ${element.type} needs options`);
  if (element.options !== undefined && optionsOf(element.options).some(({ value }) => value === "")) {
    problem(["options"], "an option without a value would be the same as choosing none");
  }
  const wrong = defaultProblem(name, element);
  if (wrong !== null) problem(["default"], wrong);
}

/** Settings that not every element has. */
const SETTINGS: { readonly [setting: string]: (element: FormElementSpec) => boolean } = {
  options: isChosen,
  max_length: isTyped,
};

/** Words for the form of a value, by what the element holds when nothing is said. */
const FORMS: { readonly [form: string]: string } = {
  boolean: "true or false",
  list: "a list of options",
  string: "text",
};

function formOf(value: FormValue): string {
  return Array.isArray(value) ? "list" : typeof value;
}

function defaultProblem(name: string, { required: _, ...element }: FormElementSpec): string | null {
  const value = element.default;
  if (value === undefined) return null;
  const form = formOf(ELEMENT_TYPES[element.type].empty);
  if (formOf(value) !== form) return `the default of the type ${element.type} is ${FORMS[form]}`;
  const elements = declaredElements({ [name]: { ...element, label: "the default" } });
  return validateForm(IN_ENGLISH, { elements }, { [name]: value })[name]?.replace(/\.$/, "") ?? null;
}

/** Settings that a mail needs; other actions have none. */
const OF_MAIL = ["to", "subject"] as const;

function checkAction({ report }: CheckContext, action: FormAction, path: Path): void {
  for (const setting of OF_MAIL) {
    const isGiven = action[setting] !== undefined;
    if (action.action === "mail" && !isGiven) {
      report("form.bad_action", path, `A mail needs \`${setting}\`.`);
    }
    if (action.action !== "mail" && isGiven) {
      report("form.bad_action", [...path, setting], `${action.action} has no \`${setting}\`; only mail does.`, "key");
    }
  }
}
