import { isIsoDate } from "../../../base/iso-day.ts";
import type { FormElements } from "../../../model/forms.ts";
import type { MomentValue, SingleValue } from "../../../model/item.ts";
import type { Site } from "../../../model/site.ts";
import { wrong } from "../../../words/problem.ts";
import { say } from "../../../words/say.ts";
import { dayBounds, dayProblem, dayProblems } from "../../day-bounds.ts";
import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType } from "../../field-type.ts";
import { textOf } from "../../text-value.ts";
import type { WidgetContext } from "../../widget.ts";
import { isTimeZone, localTime, momentIn, STORED } from "./zoned-time.ts";

type Spec = FieldSpecOf<"datetime">;

const LONGEST_ZONE = 64;

/** A moment is stored in UTC, so that moments sort as they are, with the time zone that it was written in. */
export const datetimeType: FieldType<Spec> = {
  checkSettings: (field) => [
    ...dayProblems(field),
    ...(isTimeZone(zoneOf(field)) ? [] : [{ setting: "time_zone", message: `${field.time_zone} is no time zone` }]),
  ],
  converting: [],
  bounding: ["earliest", "latest"],
  alwaysList: false,
  member: "value",
  cast: "datetime",
  sortable: true,
  compares: () => ["equality", "order", "presence"],
  validate(value, field) {
    const { zone } = value as MomentValue;
    if (!STORED.test(textOf(value)) || (zone !== undefined && !isTimeZone(zone))) return wrong("not_moment");
    return dayProblem(localTime(textOf(value), zone ?? zoneOf(field)).slice(0, 10), field);
  },
  parse: (raw, field) => parsed(raw, zoneOf(field), field),
  parseOptions: [],
  plugin: "string",
  text: (value, field, { site }) => shownText(value as MomentValue, field, site),
  label: "inline",
  formatters: {
    datetime: (value, field, { site }) => ({
      "#type": "time",
      "#value": shownText(value as MomentValue, field, site),
      "#attributes": { datetime: textOf(value) },
    }),
    date: (value, field, { site }) => ({
      "#type": "time",
      "#value": site.words.day(localTime(textOf(value), zoneIn(value, field)).slice(0, 10), site.dateFormat),
      "#attributes": { datetime: textOf(value) },
    }),
  },
  fromForm: ({ value, zone }, field) => parsed(value as string, String(zone ?? "") || zoneOf(field), field),
  widgets: {
    datetime: {
      takes: "one",
      elements: momentElements,
      show: (value, field) => ({ value: localTime(textOf(value), zoneIn(value, field)), zone: zoneIn(value, field) }),
    },
  },
};

function parsed(raw: unknown, zone: string, field: Spec) {
  const moment = typeof raw === "string" && isTimeZone(zone) ? momentIn(raw, zone) : null;
  if (moment === null) return { problem: wrong("not_moment") };
  const value: MomentValue = { value: moment, ...(zone !== "UTC" && { zone }) };
  const problem = datetimeType.validate(value, field);
  return problem === null ? { value } : { problem };
}

function momentElements(field: Spec, { site }: WidgetContext): FormElements {
  const { "#min": min, "#max": max } = dayBounds(field);
  return {
    value: {
      "#type": "datetime",
      ...(min !== undefined && { "#min": `${min}T00:00` }),
      ...(max !== undefined && { "#max": `${max}T23:59` }),
    },
    zone: {
      "#type": "textfield",
      "#title": say(site, "field.time_zone"),
      "#max_length": LONGEST_ZONE,
      "#default_value": zoneOf(field),
      "#always": true,
    },
  };
}

/** A filter compares by the day alone. */
function shownText(value: MomentValue, field: Spec, { words, dateFormat }: Pick<Site, "words" | "dateFormat">): string {
  if (isIsoDate(value.value)) return words.day(value.value, dateFormat);
  const timeZone = zoneIn(value, field);
  const format = new Intl.DateTimeFormat(words.locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  const name = timeZone === zoneOf(field) ? "" : ` (${timeZone})`;
  return format.format(new Date(value.value)) + name;
}

function zoneIn(value: SingleValue, field: Spec): string {
  return (value as MomentValue).zone ?? zoneOf(field);
}

function zoneOf({ time_zone: zone = "UTC" }: Spec): string {
  return zone;
}
