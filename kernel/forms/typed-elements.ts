import { linearPattern } from "../fields/linear-pattern.ts";
import type { FormElement, FormValue } from "../model/forms.ts";
import type { Problem } from "../words/problem.ts";
import { wrong } from "../words/problem.ts";
import type { ElementType } from "./element-type.ts";

const LONGEST_TEXT = 1_000;
const LONGEST_LINES = 10_000;
/** Characters that no single line has: control characters. */
const CONTROL = /\p{Cc}/u;
/**
 * Characters that several lines do not have either: control characters but those that end lines and set words apart.
 */
const CONTROL_IN_LINES = /[^\P{Cc}\n\t]/u;
const UNSEEN = wrong("unseen");
const MAIL = /^[^\s@]+@[^\s@]+$/;
/** Digits, and what people set them apart with. */
const PHONE = /^\+?[\d\s()./-]*\d[\d\s()./-]*$/;
const NUMBER = /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

/** A line of text. */
export const line: ElementType = {
  isTyped: true,
  read: (_element, sent) => (sent.at(-1) ?? "").trim(),
  empty: "",
  check: (element, value) =>
    CONTROL.test(value as string)
      ? UNSEEN
      : (lengthProblem(element, value) ?? patternProblem(element, value as string)),
};

/** Several lines. Browsers end lines with two characters and count one. */
export const lines: ElementType = {
  isTyped: true,
  read: (_element, sent) => (sent.at(-1) ?? "").replace(/\r\n?/g, "\n").trim(),
  empty: "",
  check: (element, value) =>
    CONTROL_IN_LINES.test(value as string) ? UNSEEN : lengthProblem(element, value, LONGEST_LINES),
};

export const bounded = (element: FormElement, value: FormValue) => lengthProblem(element, value);
export const secret: ElementType = { read: (_element, sent) => sent.at(-1) ?? "", empty: "", check: bounded };
export const mail: ElementType = lineThat((text) => (MAIL.test(text) ? null : wrong("not_mail")));
export const url: ElementType = lineThat((text) => (isWebAddress(text) ? null : wrong("not_web_address")));
export const phone: ElementType = lineThat((text) => (PHONE.test(text) ? null : wrong("not_phone")));

/** A number as it was typed, so that no digit of it is lost on the way. */
export const number: ElementType = valueThat((text, element) => {
  if (!NUMBER.test(text)) return wrong("not_number");
  const [value, min, max] = [text.replaceAll(",", ""), element["#min"], element["#max"]].map(Number);
  if (value! < min!) return wrong("less", { least: String(element["#min"]) });
  return value! > max! ? wrong("greater", { most: String(element["#max"]) }) : null;
});

export const day: ElementType = valueThat((text, element) =>
  DAY.test(text) && isDay(text) ? boundsProblem(text, element) : wrong("not_date"),
);

/** A day and a time by the clock of some place. */
export const moment: ElementType = valueThat((text, element) => {
  const dayOf = MOMENT.exec(text)?.[1];
  return dayOf !== undefined && isDay(dayOf) ? boundsProblem(text, element) : wrong("not_moment");
});

/** Makes the type of a line that is no mere text: nobody counts its characters. */
function valueThat(problemOf: (text: string, element: FormElement) => Problem | null): ElementType {
  return { ...lineThat(problemOf), isTyped: false };
}

function lineThat(problemOf: (text: string, element: FormElement) => Problem | null): ElementType {
  return { ...line, check: (element, value) => line.check(element, value) ?? problemOf(value as string, element) };
}

function patternProblem({ "#pattern": pattern }: FormElement, text: string): Problem | null {
  return pattern === undefined || linearPattern(pattern)?.fits(text) === true ? null : wrong("pattern");
}

/** ISO text compares as it is. */
function boundsProblem(text: string, { "#min": min, "#max": max }: FormElement): Problem | null {
  if (min !== undefined && text < min) return wrong("before", { least: min });
  return max !== undefined && text > max ? wrong("after", { most: max }) : null;
}

function isDay(iso: string): boolean {
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
}

function isWebAddress(text: string): boolean {
  const { protocol } = URL.parse(text) ?? {};
  return protocol === "http:" || protocol === "https:";
}

/** Characters are counted as people count them, not as UTF-16 does. */
function lengthProblem(element: FormElement, value: FormValue, longest = LONGEST_TEXT): Problem | null {
  const most = element["#max_length"] ?? longest;
  const least = element["#min_length"] ?? 0;
  const text = value as string;
  // Who sends a megabyte is not answered by counting all of it.
  const count = text.length > 2 * most ? text.length : [...text].length;
  if (count > most) return wrong("more_characters", { most: most });
  return count < least ? wrong("fewer_characters", { least: least }) : null;
}
