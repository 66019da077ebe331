import type { Bound } from "../value-kinds.ts";
import { orderedRanges } from "./index-shapes.ts";
import type { Operator } from "./operator.ts";

export const greaterOrEqual: Operator = {
  form: "one",
  fits: "order",
  condition: ({ some }, operand) => some((value) => value.from(operand as Bound)),
  access: "ordered",
  index: orderedRanges,
};
