import { isUuid } from "../../../base/ids.ts";
import type { FileReference } from "../../../model/item.ts";
import { wrong } from "../../../words/problem.ts";
import { say } from "../../../words/say.ts";
import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType } from "../../field-type.ts";
import { unstorable } from "../../stored-text.ts";

const LONGEST_ALT = 500;

export const fileType: FieldType<FieldSpecOf<"file">> = {
  converting: [],
  bounding: [],
  alwaysList: true,
  member: "file_id",
  cast: "text",
  sortable: false,
  compares: () => ["presence"],
  validate(value) {
    if (!("file_id" in value) || !isUuid(value.file_id)) return wrong("not_file");
    return value.alt === undefined ? null : unstorable(value.alt);
  },
  parse(raw) {
    const id = typeof raw === "string" ? raw.trim().toLowerCase() : "";
    return isUuid(id) ? { value: { file_id: id } } : { problem: wrong("not_file_id") };
  },
  parseOptions: [],
  plugin: "string",
  text: (value) => (value as FileReference).alt ?? "",
  label: "inline",
  formatters: {
    alt: (value) =>
      "file_id" in value && value.alt !== undefined && value.alt !== ""
        ? { "#type": "markup", "#tag": "span", "#value": value.alt }
        : null,
  },
  fromForm({ value, alt = "" }, field) {
    const parsed = fileType.parse(value as string, field, {});
    return "problem" in parsed || alt === ""
      ? parsed
      : { value: { ...(parsed.value as FileReference), alt: String(alt) } };
  },
  widgets: {
    id: {
      takes: "one",
      elements: (_field, { site }) => ({
        value: { "#type": "textfield", "#title": say(site, "field.file_id"), "#max_length": 36 },
        alt: { "#type": "textfield", "#title": say(site, "field.file_alt"), "#max_length": LONGEST_ALT },
      }),
      show: (value) => {
        const { file_id: id, alt = "" } = value as FileReference;
        return { value: id, alt };
      },
    },
  },
};
