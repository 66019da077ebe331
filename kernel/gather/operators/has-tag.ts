import { orderedValues } from "./index-shapes.ts";
import type { Operator } from "./operator.ts";

export const hasTag: Operator = {
  form: "one",
  fits: "tags",
  condition: ({ refers }, operand) => refers(String(operand), "itself"),
  access: "ordered",
  index: orderedValues,
};
