import type { FieldType } from "../../field-type.ts";
import {
  boundsProblem,
  boundsProblems,
  numberElement,
  numberOf,
  parseNumber,
  showMeter,
  showNumber,
} from "../../number-value.ts";
import { typed } from "../../widget.ts";

export const integerType: FieldType = {
  settings: ["min", "max", "unit"],
  checkSettings: boundsProblems,
  alwaysList: false,
  member: "value",
  cast: "number",
  sortable: true,
  compares: () => ["equality", "membership", "order", "presence"],
  validate(value, field) {
    const number = numberOf(value);
    if (number === null) return "is not a number";
    return Number.isInteger(number) ? boundsProblem(number, field) : "is not a whole number";
  },
  parse: (raw, field) => parseNumber(raw, (value) => integerType.validate(value, field)),
  formatters: { number: showNumber, meter: showMeter },
  widgets: { number: typed((field) => numberElement(field, "1")) },
};
