/** A moment as it is stored: in UTC, to the second. */
export const STORED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
/** A day and a time; with `Z` or an offset it is a moment by itself. */
const WRITTEN = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** The moment that a text names, in UTC; what names no offset is meant in `zone`. Null when it is none. */
export function momentIn(text: string, zone: string): string | null {
  const [, day, time = "00:00", second = "00", offset] = WRITTEN.exec(text.trim()) ?? [];
  if (day === undefined) return null;
  try {
    const written = `${day}T${time}:${second}`;
    const instant =
      offset === undefined
        ? Temporal.PlainDateTime.from(written, { overflow: "reject" }).toZonedDateTime(zone).toInstant()
        : Temporal.Instant.from(`${written}${offset.toUpperCase()}`);
    const stored = instant.toString({ smallestUnit: "second", roundingMode: "floor" });
    return STORED.test(stored) ? stored : null;
  } catch {
    return null;
  }
}

/** Returns the time of the clock in `zone` at a stored moment: `1998-06-12T20:00`. */
export function localTime(moment: string, zone: string): string {
  const local = Temporal.Instant.from(moment).toZonedDateTimeISO(zone).toPlainDateTime();
  return local.toString({ smallestUnit: local.second === 0 ? "minute" : "second" });
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
