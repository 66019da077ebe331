import { wrong } from "../../../words/problem.ts";
import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType } from "../../field-type.ts";
import {
  boundsProblem,
  boundsProblems,
  numberElement,
  numberOf,
  numberText,
  parseNumber,
  showMeter,
  showNumber,
} from "../../number-value.ts";
import { typed } from "../../widget.ts";

export const integerType: FieldType<FieldSpecOf<"integer">> = {
  checkSettings: boundsProblems,
  converting: [],
  bounding: ["min", "max"],
  alwaysList: false,
  member: "value",
  cast: "number",
  sortable: true,
  compares: () => ["equality", "membership", "order", "presence"],
  validate(value, field) {
    const number = numberOf(value);
    if (number === null) return wrong("not_number");
    return Number.isInteger(number) ? boundsProblem(number, field) : wrong("not_whole");
  },
  parse: (raw, field) => parseNumber(raw, (value) => integerType.validate(value, field)),
  parseOptions: [],
  plugin: "number",
  text: numberText,
  label: "inline",
  formatters: { number: showNumber, meter: showMeter },
  widgets: { number: typed((field) => numberElement(field, "1")) },
};
