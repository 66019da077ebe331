import { wrong } from "../../../words/problem.ts";
import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType } from "../../field-type.ts";
import { parseText, showText, textOf, textProblem } from "../../text-value.ts";
import { typed } from "../../widget.ts";

const LONGEST_URL = 2_000;

export const urlType: FieldType<FieldSpecOf<"url">> = {
  converting: [],
  bounding: [],
  alwaysList: false,
  member: "value",
  cast: "text",
  sortable: true,
  longest: () => LONGEST_URL,
  compares: () => ["equality", "membership", "search", "presence"],
  validate: (value) => textProblem(value, LONGEST_URL) ?? (isWebUrl(textOf(value)) ? null : wrong("not_url")),
  parse: (raw, field) => parseText(raw, (value) => urlType.validate(value, field)),
  parseOptions: [],
  plugin: "string",
  text: textOf,
  label: "inline",
  formatters: {
    link: (value) => ({ "#type": "link", "#value": shortUrl(textOf(value)), "#url": textOf(value) }),
    text: showText,
  },
  widgets: { url: typed(() => ({ "#type": "url", "#max_length": LONGEST_URL })) },
};

function isWebUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:");
}

function shortUrl(text: string): string {
  return text.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
}
