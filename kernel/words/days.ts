import { DATE_TOKEN, literalIn } from "../base/date-tokens.ts";
import type { Day } from "../base/iso-day.ts";
import { dayOf, isIsoDate, padded } from "../base/iso-day.ts";

type Names = { readonly month: Intl.DateTimeFormat; readonly weekday: Intl.DateTimeFormat };

/**
 * A function that shows ISO days by a pattern of `d dd M MM MMM MMMM yy yyyy EEE EEEE` (those of Unicode TR 35), with the names of months
 * and days in one language; text in single quotes stands for itself. What is not an ISO day is shown as it is.
 */
export function createDayFormat(locale: string): (iso: string, pattern: string) => string {
  const long = namesOf(locale, "long");
  const short = namesOf(locale, "short");
  const format: { readonly [token: string]: (day: Day) => string } = {
    d: ({ day }) => String(day),
    dd: ({ day }) => padded(day, 2),
    M: ({ month }) => String(month),
    MM: ({ month }) => padded(month, 2),
    MMM: (day) => nameIn(short.month, "month", day),
    MMMM: (day) => nameIn(long.month, "month", day),
    yy: ({ year }) => padded(year % 100, 2),
    yyyy: ({ year }) => padded(year, 4),
    EEE: (day) => nameIn(short.weekday, "weekday", day),
    EEEE: (day) => nameIn(long.weekday, "weekday", day),
  };
  return (iso, pattern) => {
    if (!isIsoDate(iso)) return iso;
    const day = dayOf(iso);
    return pattern.replace(DATE_TOKEN, (token) => format[token]?.(day) ?? literalIn(token));
  };
}

/** Many languages decline a month that stands with its day: so it is asked for with one. */
function namesOf(locale: string, style: "long" | "short"): Names {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: "UTC", calendar: "gregory", ...options });
  return { month: format({ month: style, day: "numeric" }), weekday: format({ weekday: style }) };
}

function nameIn(format: Intl.DateTimeFormat, type: "month" | "weekday", { year, month, day }: Day): string {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return format.formatToParts(date).find((part) => part.type === type)?.value ?? "";
}
