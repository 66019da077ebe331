import { DATE_TOKEN, literalIn } from "../base/date-tokens.ts";
import type { Day } from "../base/iso-day.ts";
import { dayOf, isIsoDate, padded } from "../base/iso-day.ts";

/** The names of the months and of the days of the week, from January and from Sunday. */
type Names = { readonly months: readonly string[]; readonly weekdays: readonly string[] };

/**
 * A function that shows ISO days by a pattern of `d dd M MM MMM MMMM yy yyyy EEE EEEE` (those of Unicode TR 35), with
 * the names of months and days in one language; text in single quotes stands for itself. What is not an ISO day is
 * shown as it is.
 */
export function createDayFormat(locale: string): (iso: string, pattern: string) => string {
  const long = once(() => namesOf(locale, "long"));
  const short = once(() => namesOf(locale, "short"));
  const format: { readonly [token: string]: (day: Day) => string } = {
    d: ({ day }) => String(day),
    dd: ({ day }) => padded(day, 2),
    M: ({ month }) => String(month),
    MM: ({ month }) => padded(month, 2),
    MMM: ({ month }) => short().months[month - 1]!,
    MMMM: ({ month }) => long().months[month - 1]!,
    yy: ({ year }) => padded(year % 100, 2),
    yyyy: ({ year }) => padded(year, 4),
    EEE: (day) => short().weekdays[weekdayOf(day)]!,
    EEEE: (day) => long().weekdays[weekdayOf(day)]!,
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
  const [month, weekday] = [format({ month: style, day: "numeric" }), format({ weekday: style })];
  return {
    months: Array.from({ length: 12 }, (_, index) => partOf(month, "month", new Date(Date.UTC(2023, index, 1)))),
    // The first of January 2023 was a Sunday.
    weekdays: Array.from({ length: 7 }, (_, index) =>
      partOf(weekday, "weekday", new Date(Date.UTC(2023, 0, 1 + index))),
    ),
  };
}

function partOf(format: Intl.DateTimeFormat, type: "month" | "weekday", date: Date): string {
  return format.formatToParts(date).find((part) => part.type === type)?.value ?? "";
}

function weekdayOf({ year, month, day }: Day): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCDay();
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
