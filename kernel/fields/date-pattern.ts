const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** A run of pattern letters, text in single quotes, or any other character. */
const TOKEN = /d{1,2}|M{1,4}|y{4}|yy|E{3,4}|'(?:[^']|'')*'|[\s\S]/g;

type Day = { readonly year: number; readonly month: number; readonly day: number };

/** The ISO form of a day, when there is such a day: `1998-06-12`. Years have four digits. */
export function isoDate(year: number, month: number, day: number): string | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** True when `text` is a day in ISO form that exists. */
export function isIsoDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && isoDate(Number(match[1]), Number(match[2]), Number(match[3])) !== null;
}

/** The day after, or null after the last day of the year 9999. */
export function nextDay(iso: string): string | null {
  const { year, month, day } = split(iso);
  if (day < daysIn(year, month)) return isoDate(year, month, day + 1);
  return month < 12 ? isoDate(year, month + 1, 1) : isoDate(year + 1, 1, 1);
}

/** How a token of a pattern is shown, and what it reads. */
const FORMAT: { readonly [token: string]: (day: Day) => string } = {
  d: ({ day }) => String(day),
  dd: ({ day }) => pad(day, 2),
  M: ({ month }) => String(month),
  MM: ({ month }) => pad(month, 2),
  MMM: ({ month }) => MONTHS[month - 1]!.slice(0, 3),
  MMMM: ({ month }) => MONTHS[month - 1]!,
  yy: ({ year }) => pad(year % 100, 2),
  yyyy: ({ year }) => pad(year, 4),
  EEE: (day) => weekday(day).slice(0, 3),
  EEEE: (day) => weekday(day),
};

/**
 * Shows an ISO day by a pattern of `d dd M MM MMM MMMM yy yyyy EEE EEEE` (those of Unicode TR 35); text in single quotes stands
 * for itself. What is not an ISO day is shown as it is.
 */
export function formatDate(iso: string, pattern: string): string {
  if (!isIsoDate(iso)) return iso;
  const day = split(iso);
  return pattern.replace(TOKEN, (token) => FORMAT[token]?.(day) ?? literal(token));
}

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
  const tokens = (pattern.match(TOKEN) ?? []).filter((token) => /^[dMyE]/.test(token));
  const parts = tokens.map((token) => token[0]).sort();
  return parts.join("") === "Mdy" && tokens.every((token) => token in READ);
}

/** Reads a day written by `pattern` (`MMM dd yyyy`): its ISO form, or null when the text is not such a day. */
export function parseDate(text: string, pattern: string): string | null {
  if (!isReadablePattern(pattern)) return null;
  const expression = pattern.replace(TOKEN, (token) => READ[token] ?? escapeForRegExp(literal(token)));
  const groups = new RegExp(`^${expression}$`, "i").exec(text.trim().replace(/\s+/g, " "))?.groups;
  if (groups === undefined) return null;
  const month = groups["name"] === undefined ? Number(groups["month"]) : monthOf(groups["name"]);
  return isoDate(Number(groups["year"]), month, Number(groups["day"]));
}

function monthOf(name: string): number {
  const wanted = name.toLowerCase();
  return MONTHS.findIndex((month) => wanted === month.toLowerCase() || wanted === month.slice(0, 3).toLowerCase()) + 1;
}

function split(iso: string): Day {
  return { year: Number(iso.slice(0, 4)), month: Number(iso.slice(5, 7)), day: Number(iso.slice(8, 10)) };
}

function weekday({ year, month, day }: Day): string {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return WEEKDAYS[date.getUTCDay()]!;
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function literal(token: string): string {
  return token.length > 1 && token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") || "'" : token;
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function pad(number: number, length: number): string {
  return String(number).padStart(length, "0");
}
