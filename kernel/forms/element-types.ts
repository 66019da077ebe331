import type { FormElement, FormOption, FormValue } from "../model/forms.ts";

/** What there is to know about one type of element: how its value is read, and what may be wrong with it. */
export type ElementType = {
  /** The value, out of what was sent under its name; null for what has no value. */
  readonly read: ((element: FormElement, sent: readonly string[]) => FormValue) | null;
  /** What it holds when nothing was sent or given. */
  readonly empty: FormValue;
  /** What is wrong with a value that is there, to be read after the label of its field; null when nothing is. */
  check(element: FormElement, value: FormValue): string | null;
};

const LONGEST_TEXT = 1_000;
const LONGEST_LINES = 10_000;
/** What no single line has: control characters. */
const CONTROL = /\p{Cc}/u;
/** What has no place in several either: all of them but those that end lines and set words apart. */
const CONTROL_IN_LINES = /[^\P{Cc}\n\t]/u;
const UNSEEN = "has a character that cannot be seen";
const MAIL = /^[^\s@]+@[^\s@]+$/;

const sound = () => null;

const line: ElementType = {
  read: (_element, sent) => (sent.at(-1) ?? "").trim(),
  empty: "",
  check: (element, value) => (CONTROL.test(value as string) ? UNSEEN : length(element, value)),
};
/** Browsers end lines with two characters and count one. */
const lines: ElementType = {
  read: (_element, sent) => (sent.at(-1) ?? "").replace(/\r\n?/g, "\n").trim(),
  empty: "",
  check: (element, value) => (CONTROL_IN_LINES.test(value as string) ? UNSEEN : length(element, value, LONGEST_LINES)),
};
const bounded = (element: FormElement, value: FormValue) => length(element, value);
const secret: ElementType = { read: (_element, sent) => sent.at(-1) ?? "", empty: "", check: bounded };
const mail: ElementType = {
  ...line,
  check: (element, value) =>
    line.check(element, value) ?? (MAIL.test(value as string) ? null : "is not a mail address"),
};
const tick: ElementType = { read: (_element, sent) => sent.length > 0, empty: false, check: sound };
const choice: ElementType = {
  read: (_element, sent) => sent.at(-1) ?? "",
  empty: "",
  check: (element, value) => unknownChoice(element, [value as string]),
};
const choices: ElementType = {
  /** A choice that cannot be changed stays what it is. */
  read: (element, sent) => {
    const fixed = new Set((element["#options"] ?? []).filter(isFixed).map(({ value }) => value));
    const given = (element["#default_value"] ?? []) as readonly string[];
    const open = sent.filter((value) => !fixed.has(value));
    return [...new Set([...open, ...given.filter((value) => fixed.has(value))])];
  },
  empty: [],
  check: (element, value) => unknownChoice(element, value as readonly string[]),
};
const still: ElementType = { read: null, empty: "", check: sound };

/** The types of elements. Adding one is an entry here and a template `form-element--TYPE`. */
export const ELEMENT_TYPES: { readonly [type in FormElement["#type"]]: ElementType } = {
  textfield: line,
  textarea: lines,
  email: mail,
  password: secret,
  checkbox: tick,
  checkboxes: choices,
  radios: choice,
  select: choice,
  hidden: { read: (element, sent) => sent.at(-1) ?? element["#value"] ?? "", empty: "", check: bounded },
  submit: tick,
  markup: still,
  fieldset: still,
};

/** Characters are counted as people count them, not as UTF-16 does. */
function length(element: FormElement, value: FormValue, longest = LONGEST_TEXT): string | null {
  const most = element["#max_length"] ?? longest;
  const least = element["#min_length"] ?? 0;
  const text = value as string;
  // Who sends a megabyte is not answered by counting all of it.
  const count = text.length > 2 * most ? text.length : [...text].length;
  if (count > most) return `has more than ${most} characters`;
  return count < least ? `has fewer than ${least} characters` : null;
}

function unknownChoice(element: FormElement, values: readonly string[]): string | null {
  const known = new Set((element["#options"] ?? []).map(({ value }) => value));
  return values.every((value) => known.has(value)) ? null : "is not one of the choices";
}

function isFixed({ disabled }: FormOption): boolean {
  return disabled === true;
}
