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

export const decimalType: FieldType<FieldSpecOf<"decimal">> = {
  checkSettings: boundsProblems,
  converting: [],
  bounding: ["min", "max", "scale"],
  alwaysList: false,
  member: "value",
  cast: "number",
  sortable: true,
  compares: () => ["equality", "membership", "order", "presence"],
  validate(value, field) {
    const number = numberOf(value);
    if (number === null) return wrong("not_number");
    const problem = boundsProblem(number, field);
    if (problem !== null) return problem;
    if (field.scale !== undefined && Number(number.toFixed(field.scale)) !== number) {
      return wrong("digits", { most: field.scale });
    }
    return null;
  },
  parse: (raw, field) => parseNumber(raw, (value) => decimalType.validate(value, field)),
  parseOptions: [],
  plugin: "number",
  text: numberText,
  label: "inline",
  formatters: { number: showNumber, meter: showMeter },
  widgets: { number: typed((field) => numberElement(field, stepOf(field))) },
};

/** The distance between two numbers that the field takes. */
function stepOf({ scale }: FieldSpecOf<"decimal">): string {
  if (scale === undefined) return "any";
  return scale === 0 ? "1" : `0.${"0".repeat(scale - 1)}1`;
}
