import { isIsoDate } from "../../../base/iso-day.ts";
import { wrong } from "../../../words/problem.ts";
import { parseDate } from "../../date-pattern.ts";
import { dayBounds, dayProblem, dayProblems } from "../../day-bounds.ts";
import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType } from "../../field-type.ts";
import { textOf } from "../../text-value.ts";
import { typed } from "../../widget.ts";

/** An ISO day, alone or with a time after it, which is read over. */
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?$/;

export const dateType: FieldType<FieldSpecOf<"date">> = {
  checkSettings: dayProblems,
  converting: [],
  bounding: ["earliest", "latest"],
  alwaysList: false,
  member: "value",
  cast: "date",
  sortable: true,
  compares: () => ["equality", "membership", "order", "presence"],
  validate: (value, field) => (isIsoDate(textOf(value)) ? dayProblem(textOf(value), field) : wrong("not_date")),
  parse(raw, field, { date, latestYear }) {
    if (typeof raw !== "string") return { problem: wrong("not_date") };
    const iso = date === undefined ? ISO.exec(raw.trim())?.[1] : parseDate(raw, date);
    if (iso === undefined || iso === null || !isIsoDate(iso)) return { problem: wrong("not_date") };
    const value = { value: latestYear === undefined ? iso : inItsCentury(iso, latestYear) };
    const problem = dateType.validate(value, field);
    return problem === null ? { value } : { problem };
  },
  parseOptions: ["date", "latestYear"],
  plugin: "string",
  text: (value, _field, { site }) => site.words.day(textOf(value), site.dateFormat),
  label: "inline",
  formatters: {
    date(value, _field, context, settings) {
      const iso = textOf(value);
      if (iso === "") return null;
      const pattern = typeof settings["pattern"] === "string" ? settings["pattern"] : context.site.dateFormat;
      return { "#type": "time", "#value": context.site.words.day(iso, pattern), "#attributes": { datetime: iso } };
    },
  },
  widgets: { date: typed((field) => ({ "#type": "date", ...dayBounds(field) })) },
};

/** Days after `latestYear` are those of a century before. */
function inItsCentury(iso: string, latestYear: number): string {
  const [year, month, day] = iso.split("-").map(Number) as [number, number, number];
  if (year <= latestYear) return iso;
  return new Date(Date.UTC(year - 100, month - 1, day)).toISOString().slice(0, 10);
}
