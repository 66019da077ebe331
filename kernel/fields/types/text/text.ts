import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType } from "../../field-type.ts";
import { counted, DEFAULT_MAX_LENGTH, parseText, showText, textOf, textProblem } from "../../text-value.ts";
import { typed } from "../../widget.ts";

const longest = ({ max_length: most = DEFAULT_MAX_LENGTH }: FieldSpecOf<"text">) => most;

export const textType: FieldType<FieldSpecOf<"text">> = {
  converting: [],
  bounding: ["max_length"],
  alwaysList: false,
  member: "value",
  cast: "text",
  sortable: true,
  longest,
  compares: () => ["equality", "membership", "search", "presence"],
  validate: (value, field) => textProblem(value, longest(field)),
  parse: (raw, field) => parseText(raw, (value) => textType.validate(value, field)),
  parseOptions: [],
  plugin: "string",
  text: textOf,
  label: "inline",
  formatters: { text: showText },
  widgets: {
    line: typed((field) => ({ "#type": "textfield", "#max_length": longest(field), ...counted(field) })),
  },
};
