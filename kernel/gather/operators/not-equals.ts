import type { Bound } from "../value-kinds.ts";
import { noIndex } from "./index-shapes.ts";
import type { Operator } from "./operator.ts";

export const notEquals: Operator = {
  form: "one",
  fits: "equality",
  condition: ({ differs }, operand) => differs(operand as Bound),
  access: "scan",
  index: noIndex,
};
