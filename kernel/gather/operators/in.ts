import type { Bound } from "../value-kinds.ts";
import { orderedValues } from "./index-shapes.ts";
import type { Operator } from "./operator.ts";

export const among: Operator = {
  form: "list",
  fits: "membership",
  condition: ({ some }, operand) => some((value) => value.among(operand as readonly Bound[])),
  access: "ordered",
  index: orderedValues,
};
