import type { FormElement } from "../model/forms.ts";
import { choice, choices, references, tick } from "./chosen-elements.ts";
import type { ElementType } from "./element-type.ts";
import { sound } from "./element-type.ts";
import { bounded, day, line, lines, mail, moment, number, phone, secret, url } from "./typed-elements.ts";

const still: ElementType = { read: null, empty: "", check: sound };

/** The types of elements. Adding one is an entry here and a template `form-element--TYPE`. */
export const ELEMENT_TYPES: { readonly [type in FormElement["#type"]]: ElementType } = {
  textfield: line,
  textarea: lines,
  email: mail,
  url,
  tel: phone,
  number,
  date: day,
  datetime: moment,
  password: secret,
  checkbox: tick,
  checkboxes: choices,
  radios: choice,
  select: choice,
  reference: references,
  hidden: { read: (element, sent) => sent.at(-1) ?? element["#value"] ?? "", empty: "", check: bounded },
  submit: tick,
  markup: still,
  fieldset: still,
  group: { read: null, empty: {}, holds: "values", check: sound },
  rows: { read: null, empty: [], holds: "rows", check: sound },
};
