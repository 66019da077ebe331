/** A moment as templates show it: for machines, and for people in their time zone. */
export type ShownTime = { readonly iso: string; readonly text: string };

/** `time` is in milliseconds since 1970. */
export function shownTime(time: number, timeZone: string): ShownTime {
  const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone });
  return { iso: new Date(time).toISOString(), text: format.format(time) };
}
