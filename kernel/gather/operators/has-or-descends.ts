import { orderedValues } from "./index-shapes.ts";
import type { Operator } from "./operator.ts";

export const hasOrDescends: Operator = {
  form: "one",
  fits: "tags",
  condition: ({ refers }, operand) => refers(String(operand), "itself or below"),
  access: "ordered",
  index: orderedValues,
};
