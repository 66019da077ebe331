import type { Json } from "../../base/json.ts";
import type { SingleValue } from "../../model/item.ts";
import type { FieldType, Formatter, Parsed } from "../field-type.ts";
import { unstorable } from "../stored-text.ts";

const TEXT_OPERATORS = [
  "equals",
  "not_equals",
  "contains",
  "starts_with",
  "in",
  "not_in",
  "is_null",
  "is_not_null",
] as const;

/** The most characters of a text field that says nothing else; short enough for an index entry. */
export const DEFAULT_MAX_LENGTH = 255;
const LONGEST_EMAIL = 254;
const LONGEST_URL = 2_000;

/** The text of a value that is shown as it is. */
export const showText: Formatter = (value) => {
  const text = textOf(value);
  return text === "" ? null : { "#type": "markup", "#tag": "span", "#value": text };
};

export const textType: FieldType = {
  settings: ["max_length"],
  alwaysList: false,
  member: "value",
  cast: "text",
  sortable: true,
  operators: TEXT_OPERATORS,
  validate: (value, field) => textProblem(value, field.max_length ?? DEFAULT_MAX_LENGTH),
  parse: (raw, field) => parseText(raw, (value) => textType.validate(value, field)),
  formatters: { text: showText },
};

export const emailType: FieldType = {
  ...textType,
  settings: [],
  validate: (value) =>
    textProblem(value, LONGEST_EMAIL) ??
    (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(textOf(value)) ? null : "is not an e-mail address"),
  parse: (raw, field) => parseText(raw, (value) => emailType.validate(value, field)),
  formatters: {
    link: (value) => ({ "#type": "link", "#value": textOf(value), "#url": `mailto:${textOf(value)}` }),
    text: showText,
  },
};

export const urlType: FieldType = {
  ...textType,
  settings: [],
  validate: (value) => textProblem(value, LONGEST_URL) ?? (isWebUrl(textOf(value)) ? null : "is not an http(s) URL"),
  parse: (raw, field) => parseText(raw, (value) => urlType.validate(value, field)),
  formatters: {
    link: (value) => ({ "#type": "link", "#value": shortUrl(textOf(value)), "#url": textOf(value) }),
    text: showText,
  },
};

/** The text that a value holds; empty when it holds none. */
export function textOf(value: SingleValue): string {
  return "value" in value && typeof value.value === "string" ? value.value : "";
}

/** Text from text, and from numbers and booleans that some sources give instead. */
export function parseText(raw: Json, problemOf: (value: SingleValue) => string | null): Parsed<SingleValue> {
  if (typeof raw !== "string" && typeof raw !== "number" && typeof raw !== "boolean") return { problem: "is not text" };
  const value = { value: String(raw).trim() };
  const problem = problemOf(value);
  return problem === null ? { value } : { problem };
}

/** What is wrong with a value as text of at most `longest` characters. */
export function textProblem(value: SingleValue, longest: number): string | null {
  if (!("value" in value) || typeof value.value !== "string") return "is not text";
  if (value.value.length > longest) return `is longer than ${longest} characters`;
  return unstorable(value.value);
}

function isWebUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:");
}

function shortUrl(text: string): string {
  return text.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
}
