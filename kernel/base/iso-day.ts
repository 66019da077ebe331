/** A day of the calendar. Months count from 1. */
export type Day = { readonly year: number; readonly month: number; readonly day: number };

/** The ISO form of a day, when there is such a day: `1998-06-12`. Years have four digits. */
export function isoDate(year: number, month: number, day: number): string | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** True when `text` is a day in ISO form that exists. */
export function isIsoDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && isoDate(Number(match[1]), Number(match[2]), Number(match[3])) !== null;
}

/** The day after, or null after the last day of the year 9999. */
export function nextDay(iso: string): string | null {
  const { year, month, day } = dayOf(iso);
  if (day < daysIn(year, month)) return isoDate(year, month, day + 1);
  return month < 12 ? isoDate(year, month + 1, 1) : isoDate(year + 1, 1, 1);
}

/** The parts of a day in ISO form. */
export function dayOf(iso: string): Day {
  return { year: Number(iso.slice(0, 4)), month: Number(iso.slice(5, 7)), day: Number(iso.slice(8, 10)) };
}

/** A number with zeros before it. */
export function padded(number: number, length: number): string {
  return String(number).padStart(length, "0");
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
