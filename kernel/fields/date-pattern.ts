import { DATE_TOKEN, literalIn } from "../base/date-tokens.ts";
import { isoDate } from "../base/iso-day.ts";

/** Records name their months in English, as they name their fields. */
const MONTHS = "january february march april may june july august september october november december".split(" ");

const READ: { readonly [token: string]: string } = {
  d: "(?<day>\\d{1,2})",
  dd: "(?<day>\\d{1,2})",
  M: "(?<month>\\d{1,2})",
  MM: "(?<month>\\d{1,2})",
  MMM: "(?<name>[a-z]+)\\.?",
  MMMM: "(?<name>[a-z]+)\\.?",
  yyyy: "(?<year>\\d{4})",
};

/** True when dates can be read by `pattern`: a day, a month and a year of four digits, each once. */
export function isReadablePattern(pattern: string): boolean {
  const tokens = (pattern.match(DATE_TOKEN) ?? []).filter((token) => /^[dMyE]/.test(token));
  const parts = tokens.map((token) => token[0]).sort();
  return parts.join("") === "Mdy" && tokens.every((token) => token in READ);
}

/** Reads a day written by `pattern` (`MMM dd yyyy`): its ISO form, or null when the text is not such a day. */
export function parseDate(text: string, pattern: string): string | null {
  if (!isReadablePattern(pattern)) return null;
  const expression = pattern.replace(DATE_TOKEN, (token) => READ[token] ?? escapeForRegExp(literalIn(token)));
  const groups = new RegExp(`^${expression}$`, "i").exec(text.trim().replace(/\s+/g, " "))?.groups;
  if (groups === undefined) return null;
  const month = groups["name"] === undefined ? Number(groups["month"]) : monthOf(groups["name"]);
  return isoDate(Number(groups["year"]), month, Number(groups["day"]));
}

function monthOf(name: string): number {
  const wanted = name.toLowerCase();
  return MONTHS.findIndex((month) => wanted === month || wanted === month.slice(0, 3)) + 1;
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
