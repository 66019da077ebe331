import type { FieldType } from "../../field-type.ts";
import { unstorable } from "../../stored-text.ts";

/** The format of text whose field names none: everything is escaped. */
const PLAIN = "plain";
const DEFAULT_LONGEST = 1_000_000;

export const textLongType: FieldType = {
  settings: ["format", "max_length"],
  alwaysList: false,
  member: "value",
  cast: "text",
  sortable: false,
  operators: ["contains", "starts_with", "is_null", "is_not_null"],
  validate(value, field) {
    if (!("format" in value) || typeof value.value !== "string") return "is not text with a format";
    const longest = field.max_length ?? DEFAULT_LONGEST;
    if (value.value.length > longest) return `is longer than ${longest} characters`;
    return unstorable(value.value);
  },
  parse(raw, field) {
    if (typeof raw !== "string" && typeof raw !== "number") return { problem: "is not text" };
    const value = { value: String(raw), format: field.format ?? PLAIN };
    const problem = textLongType.validate(value, field);
    return problem === null ? { value } : { problem };
  },
  formatters: {
    formatted: (value) =>
      "format" in value && value.value !== ""
        ? { "#type": "markup", "#tag": "div", "#value": value.value, "#format": value.format }
        : null,
  },
};
