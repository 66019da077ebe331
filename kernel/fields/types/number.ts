import type { Json } from "../../base/json.ts";
import type { FieldSpec } from "../../kinds/type/type-spec.ts";
import type { SingleValue } from "../../model/item.ts";
import type { FieldType, Formatter, Parsed, SettingProblem } from "../field-type.ts";
import { formatNumber } from "../number-format.ts";

const NUMBER_OPERATORS = [
  "equals",
  "not_equals",
  "greater_than",
  "greater_or_equal",
  "less_than",
  "less_or_equal",
  "between",
  "in",
  "not_in",
  "is_null",
  "is_not_null",
] as const;

/** Digits with an optional sign and point; commas between thousands are read over. */
const WRITTEN_NUMBER = /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;
const LARGEST = 1e15;

const showNumber: Formatter = (value, field) => {
  const number = numberOf(value);
  if (number === null) return null;
  return { "#type": "markup", "#tag": "span", "#value": formatNumber(number, field.scale, field.unit) };
};

/** A bar between the field's least and greatest value, with the number beside it. */
const showMeter: Formatter = (value, field, context, settings) => {
  const number = numberOf(value);
  if (number === null || field.max === undefined) return showNumber(value, field, context, settings);
  const attributes = { min: field.min ?? 0, max: field.max, value: number };
  return { "#type": "meter", "#value": formatNumber(number, field.scale, field.unit), "#attributes": attributes };
};

export const decimalType: FieldType = {
  settings: ["min", "max", "scale", "unit"],
  checkSettings: boundsProblems,
  alwaysList: false,
  member: "value",
  cast: "number",
  sortable: true,
  operators: NUMBER_OPERATORS,
  validate(value, field) {
    const number = numberOf(value);
    if (number === null) return "is not a number";
    if (Math.abs(number) > LARGEST) return "is too large";
    if (field.min !== undefined && number < field.min) return `is less than ${field.min}`;
    if (field.max !== undefined && number > field.max) return `is greater than ${field.max}`;
    if (field.scale !== undefined && Number(number.toFixed(field.scale)) !== number) {
      return `has more than ${field.scale} digits after the point`;
    }
    return null;
  },
  parse: (raw, field) => parseNumber(raw, (value) => decimalType.validate(value, field)),
  formatters: { number: showNumber, meter: showMeter },
};

export const integerType: FieldType = {
  ...decimalType,
  settings: ["min", "max", "unit"],
  validate(value, field) {
    const number = numberOf(value);
    if (number !== null && !Number.isInteger(number)) return "is not a whole number";
    return decimalType.validate(value, field);
  },
  parse: (raw, field) => parseNumber(raw, (value) => integerType.validate(value, field)),
};

function numberOf(value: SingleValue): number | null {
  return "value" in value && typeof value.value === "number" && Number.isFinite(value.value) ? value.value : null;
}

function parseNumber(raw: Json, problemOf: (value: SingleValue) => string | null): Parsed<SingleValue> {
  const number = typeof raw === "string" ? readNumber(raw) : raw;
  if (typeof number !== "number") return { problem: "is not a number" };
  const value = { value: Object.is(number, -0) ? 0 : number };
  const problem = problemOf(value);
  return problem === null ? { value } : { problem };
}

/** The number that people wrote, or null. */
export function readNumber(text: string): number | null {
  const trimmed = text.trim();
  return WRITTEN_NUMBER.test(trimmed) ? Number(trimmed.replaceAll(",", "")) : null;
}

function boundsProblems(field: FieldSpec): readonly SettingProblem[] {
  if (field.min === undefined || field.max === undefined || field.min <= field.max) return [];
  return [{ setting: "max", message: `max ${field.max} is less than min ${field.min}` }];
}
