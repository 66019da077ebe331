import type { Speaker } from "./say.ts";

/** A moment as templates show it: for machines, and for people in their time zone. */
export type ShownMoment = { readonly iso: string; readonly text: string };

/** The day and the minute of `time` (milliseconds since 1970), as the language of the site writes them. */
export function shownMoment({ words }: Speaker, time: number, timeZone: string): ShownMoment {
  const format = new Intl.DateTimeFormat(words.locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  return { iso: new Date(time).toISOString(), text: format.format(time) };
}
