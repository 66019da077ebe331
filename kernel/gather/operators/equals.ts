import type { Bound } from "../value-kinds.ts";
import { orderedValues } from "./index-shapes.ts";
import type { Operator } from "./operator.ts";

export const equals: Operator = {
  form: "one",
  fits: "equality",
  condition: ({ some }, operand) => some((value) => value.equals(operand as Bound)),
  access: "ordered",
  index: orderedValues,
};
