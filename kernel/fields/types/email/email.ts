import { wrong } from "../../../words/problem.ts";
import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType } from "../../field-type.ts";
import { parseText, showText, textOf, textProblem } from "../../text-value.ts";
import { typed } from "../../widget.ts";

const LONGEST_EMAIL = 254;

export const emailType: FieldType<FieldSpecOf<"email">> = {
  converting: [],
  bounding: [],
  alwaysList: false,
  member: "value",
  cast: "text",
  sortable: true,
  longest: () => LONGEST_EMAIL,
  compares: () => ["equality", "membership", "search", "presence"],
  validate: (value) =>
    textProblem(value, LONGEST_EMAIL) ?? (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(textOf(value)) ? null : wrong("not_email")),
  parse: (raw, field) => parseText(raw, (value) => emailType.validate(value, field)),
  parseOptions: [],
  plugin: "string",
  text: textOf,
  label: "inline",
  formatters: {
    link: (value) => ({ "#type": "link", "#value": textOf(value), "#url": `mailto:${textOf(value)}` }),
    text: showText,
  },
  widgets: { email: typed(() => ({ "#type": "email", "#max_length": LONGEST_EMAIL })) },
};
