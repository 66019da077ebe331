import type { Json } from "../base/json.ts";
import type { SingleValue } from "../model/item.ts";
import type { Problem } from "../words/problem.ts";
import { wrong } from "../words/problem.ts";
import type { Formatter, Parsed } from "./field-type.ts";
import { unstorable } from "./stored-text.ts";

/** The most characters of a text field that says nothing else; short enough for an index entry. */
export const DEFAULT_MAX_LENGTH = 255;

/** Only who was given a limit wants to know how far it is. */
export function counted({ max_length: most }: { readonly max_length?: number }) {
  return most === undefined ? {} : ({ "#counts": true } as const);
}

/** The text of a value that is shown as it is. */
export const showText: Formatter = (value) => {
  const text = textOf(value);
  return text === "" ? null : { "#type": "markup", "#tag": "span", "#value": text };
};

/** The text that a value holds; empty when it holds none. */
export function textOf(value: SingleValue): string {
  return "value" in value && typeof value.value === "string" ? value.value : "";
}

/** Text from text, and from numbers and booleans that some sources give instead. */
export function parseText(raw: Json, problemOf: (value: SingleValue) => Problem | null): Parsed<SingleValue> {
  if (typeof raw !== "string" && typeof raw !== "number" && typeof raw !== "boolean")
    return { problem: wrong("not_text") };
  const value = { value: String(raw).trim() };
  const problem = problemOf(value);
  return problem === null ? { value } : { problem };
}

/** Returns the problem of a value as text of at most `longest` characters. */
export function textProblem(value: SingleValue, longest: number): Problem | null {
  if (!("value" in value) || typeof value.value !== "string") return wrong("not_text");
  if (value.value.length > longest) return wrong("too_long", { most: longest });
  return unstorable(value.value);
}
