import type { FieldType } from "../../field-type.ts";
import { DEFAULT_MAX_LENGTH, parseText, showText, textProblem } from "../../text-value.ts";
import { typed } from "../../widget.ts";

export const textType: FieldType = {
  settings: ["max_length"],
  alwaysList: false,
  member: "value",
  cast: "text",
  sortable: true,
  compares: () => ["equality", "membership", "search", "presence"],
  validate: (value, field) => textProblem(value, field.max_length ?? DEFAULT_MAX_LENGTH),
  parse: (raw, field) => parseText(raw, (value) => textType.validate(value, field)),
  formatters: { text: showText },
  widgets: {
    line: typed((field) => ({ "#type": "textfield", "#max_length": field.max_length ?? DEFAULT_MAX_LENGTH })),
  },
};
