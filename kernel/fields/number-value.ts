import type { Json } from "../base/json.ts";
import type { FormElement } from "../model/forms.ts";
import type { SingleValue } from "../model/item.ts";
import type { Problem } from "../words/problem.ts";
import { wrong } from "../words/problem.ts";
import type { FieldSpecOf } from "./field-spec.ts";
import type { Formatter, Parsed, SettingProblem, ViewContext } from "./field-type.ts";

/** Digits with an optional sign and point; commas between thousands are read over. */
const WRITTEN_NUMBER = /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;
const LARGEST = 1e15;
/** With so many digits a number is kept exactly as it was written. */
const MOST_DIGITS = 15;

/** A field that holds numbers. */
type NumberSpec = FieldSpecOf<"integer" | "decimal">;

export const showNumber: Formatter<NumberSpec> = (value, field, context) => {
  const number = numberOf(value);
  if (number === null) return null;
  return { "#type": "markup", "#tag": "span", "#value": context.site.words.number(number, field) };
};

/** A bar between the field's least and greatest value, with the number beside it. */
export const showMeter: Formatter<NumberSpec> = (value, field, context, settings) => {
  const number = numberOf(value);
  if (number === null || field.max === undefined) return showNumber(value, field, context, settings);
  const attributes = { min: field.min ?? 0, max: field.max, value: number };
  return { "#type": "meter", "#value": context.site.words.number(number, field), "#attributes": attributes };
};

/** The number that a value holds, or null. */
export function numberOf(value: SingleValue): number | null {
  return "value" in value && typeof value.value === "number" && Number.isFinite(value.value) ? value.value : null;
}

/** The number in words, with as many digits as it has. */
export function numberText(value: SingleValue, { unit }: NumberSpec, { site }: ViewContext): string {
  const number = numberOf(value);
  return number === null ? "" : site.words.number(number, { unit });
}

/** Returns the reason why a number is out of the bounds of its field, or null. */
export function boundsProblem(number: number, { min, max }: NumberSpec): Problem | null {
  if (Math.abs(number) > LARGEST) return wrong("too_large");
  if (min !== undefined && number < min) return wrong("less", { least: String(min) });
  return max !== undefined && number > max ? wrong("greater", { most: String(max) }) : null;
}

/** A number from a number, and from text as people write one. */
export function parseNumber(raw: Json, problemOf: (value: SingleValue) => Problem | null): Parsed<SingleValue> {
  if (typeof raw === "string" && digitsIn(raw) > MOST_DIGITS)
    return { problem: wrong("more_digits", { most: MOST_DIGITS }) };
  const number = typeof raw === "string" ? readNumber(raw) : raw;
  if (typeof number !== "number") return { problem: wrong("not_number") };
  const value = { value: Object.is(number, -0) ? 0 : number };
  const problem = problemOf(value);
  return problem === null ? { value } : { problem };
}

/** Counts the digits that matter: all but zeros at either end. */
function digitsIn(text: string): number {
  return text.replaceAll(/[^\d]/g, "").replace(/^0+/, "").replace(/0+$/, "").length;
}

/** The number that people wrote, or null. */
export function readNumber(text: string): number | null {
  const trimmed = text.trim();
  return WRITTEN_NUMBER.test(trimmed) ? Number(trimmed.replaceAll(",", "")) : null;
}

/** Bounds that leave no number between them. */
export function boundsProblems({ min, max }: NumberSpec): readonly SettingProblem[] {
  if (min === undefined || max === undefined || min <= max) return [];
  return [{ setting: "max", message: `max ${max} is less than min ${min}` }];
}

/** The element that a number is typed into. */
export function numberElement({ min, max, unit }: NumberSpec, step: string): FormElement {
  return {
    "#type": "number",
    "#step": step,
    ...(min !== undefined && { "#min": String(min) }),
    ...(max !== undefined && { "#max": String(max) }),
    ...(unit !== undefined && { "#suffix": unit }),
  };
}
