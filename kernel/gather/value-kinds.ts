import { sql } from "slonik";
import { isUuid } from "../base/ids.ts";
import { isIsoDate, nextDay } from "../base/iso-day.ts";
import { readNumber } from "../fields/number-value.ts";
import { unstorable } from "../fields/stored-text.ts";
import { readBoolean } from "../fields/types/boolean/boolean.ts";
import type { Fragment } from "./raw-sql.ts";

/** A value that was read and can be compared with. */
export type Bound = string | number | boolean;

/** Kind of values that compare alike. */
export type ValueKind = {
  /** The SQL type of its array. */
  readonly sqlType: "text" | "numeric" | "boolean" | "uuid" | "int2" | "timestamptz";
  /** A raw value, from a file or an address; null when it is none of this kind. */
  read(raw: unknown): Bound | null;
  equals(expression: Fragment, value: Bound): Fragment;
  from(expression: Fragment, value: Bound): Fragment;
  upTo(expression: Fragment, value: Bound): Fragment;
  above(expression: Fragment, value: Bound): Fragment;
  below(expression: Fragment, value: Bound): Fragment;
};

/** The longest text that is searched for. */
const LONGEST_TEXT = 255;
const LARGEST_NUMBER = 1e15;

const comparisons = {
  equals: (expression: Fragment, value: Bound) => sql.fragment`${expression} = ${value}`,
  from: (expression: Fragment, value: Bound) => sql.fragment`${expression} >= ${value}`,
  upTo: (expression: Fragment, value: Bound) => sql.fragment`${expression} <= ${value}`,
  above: (expression: Fragment, value: Bound) => sql.fragment`${expression} > ${value}`,
  below: (expression: Fragment, value: Bound) => sql.fragment`${expression} < ${value}`,
};

/** The kinds of values that listings compare. */
export const VALUE_KINDS = {
  text: { ...comparisons, sqlType: "text", read: readText },
  number: { ...comparisons, sqlType: "numeric", read: readBoundNumber },
  boolean: { ...comparisons, sqlType: "boolean", read: (raw) => readBoolean(raw) ?? null },
  date: { ...comparisons, sqlType: "text", read: readDate },
  uuid: { ...comparisons, sqlType: "uuid", read: readUuid },
  /** The id of a tag or of what else is referred to: a UUID that is stored as text. */
  reference: { ...comparisons, sqlType: "text", read: readUuid },
  status: { ...comparisons, sqlType: "int2", read: readStatus },
  /** Moments that are stored as text are compared by the day in UTC, of which their text begins with. */
  datetime: {
    sqlType: "text",
    read: readDate,
    equals: (expression, day) => sql.fragment`(${expression} >= ${String(day)} and ${expression} < ${dayAfter(day)})`,
    from: (expression, day) => sql.fragment`${expression} >= ${String(day)}`,
    upTo: (expression, day) => sql.fragment`${expression} < ${dayAfter(day)}`,
    above: (expression, day) => sql.fragment`${expression} >= ${dayAfter(day)}`,
    below: (expression, day) => sql.fragment`${expression} < ${String(day)}`,
  },
  /** Moments are compared by the day in UTC: up to a day means to its end. */
  moment: {
    sqlType: "timestamptz",
    read: readDate,
    equals: (expression, day) => sql.fragment`(${expression} >= ${start(day)} and ${expression} < ${end(day)})`,
    from: (expression, day) => sql.fragment`${expression} >= ${start(day)}`,
    upTo: (expression, day) => sql.fragment`${expression} < ${end(day)}`,
    above: (expression, day) => sql.fragment`${expression} >= ${end(day)}`,
    below: (expression, day) => sql.fragment`${expression} < ${start(day)}`,
  },
} as const satisfies { readonly [name: string]: ValueKind };

export type ValueKindName = keyof typeof VALUE_KINDS;

/** Comes after every text of the day; after the last day of all there is only this. */
function dayAfter(day: Bound): string {
  return nextDay(String(day)) ?? "9999-12-32";
}

function start(day: Bound): Fragment {
  return sql.fragment`${`${String(day)}T00:00:00Z`}::timestamptz`;
}

function end(day: Bound): Fragment {
  const next = nextDay(String(day));
  return next === null ? sql.fragment`'infinity'::timestamptz` : start(next);
}

function readText(raw: unknown): string | null {
  if (typeof raw !== "string" && typeof raw !== "number" && typeof raw !== "boolean") return null;
  const text = String(raw).trim();
  return text === "" || text.length > LONGEST_TEXT || unstorable(text) !== null ? null : text;
}

function readBoundNumber(raw: unknown): number | null {
  const number = typeof raw === "string" ? readNumber(raw) : raw;
  return typeof number === "number" && Math.abs(number) <= LARGEST_NUMBER ? number : null;
}

function readDate(raw: unknown): string | null {
  return typeof raw === "string" && isIsoDate(raw.trim()) ? raw.trim() : null;
}

function readUuid(raw: unknown): string | null {
  const id = typeof raw === "string" ? raw.trim().toLowerCase() : "";
  return isUuid(id) ? id : null;
}

function readStatus(raw: unknown): number | null {
  if (raw === "published" || raw === "unpublished") return raw === "published" ? 1 : 0;
  const published = readBoolean(raw);
  return published === undefined ? null : Number(published);
}
