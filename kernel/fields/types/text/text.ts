import type { FormElement } from "../../../model/forms.ts";
import type { Problem } from "../../../words/problem.ts";
import { wrong } from "../../../words/problem.ts";
import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType } from "../../field-type.ts";
import { linearPattern } from "../../linear-pattern.ts";
import { counted, DEFAULT_MAX_LENGTH, parseText, showText, textOf, textProblem } from "../../text-value.ts";
import { typed } from "../../widget.ts";

type Spec = FieldSpecOf<"text">;

const longest = ({ max_length: most = DEFAULT_MAX_LENGTH }: Spec) => most;

export const textType: FieldType<Spec> = {
  checkSettings: ({ pattern, min_length: least = 0, max_length: most = DEFAULT_MAX_LENGTH }) => [
    ...(pattern === undefined || linearPattern(pattern) !== null
      ? []
      : [{ setting: "pattern", message: `${pattern} is no pattern of RE2` }]),
    ...(least <= most ? [] : [{ setting: "min_length", message: `min_length ${least} is more than ${most}` }]),
  ],
  converting: [],
  bounding: ["max_length", "min_length", "pattern"],
  alwaysList: false,
  member: "value",
  cast: "text",
  sortable: true,
  longest,
  compares: () => ["equality", "membership", "search", "presence"],
  validate: (value, field) => textProblem(value, longest(field)) ?? formProblem(textOf(value), field),
  parse: (raw, field) => parseText(raw, (value) => textType.validate(value, field)),
  parseOptions: [],
  plugin: "string",
  text: textOf,
  label: "inline",
  formatters: { text: showText },
  widgets: {
    line: typed((field) => ({
      "#type": "textfield",
      "#max_length": longest(field),
      ...counted(field),
      ...formOf(field),
    })),
  },
};

function formProblem(text: string, { min_length: least = 0, pattern }: Spec): Problem | null {
  if (text.length < least) return wrong("shorter", { least });
  return pattern === undefined || linearPattern(pattern)?.fits(text) === true ? null : wrong("pattern");
}

function formOf({ min_length: least, pattern }: Spec): Pick<FormElement, "#min_length" | "#pattern"> {
  return {
    ...(least !== undefined && { "#min_length": least }),
    ...(pattern !== undefined && { "#pattern": pattern }),
  };
}
