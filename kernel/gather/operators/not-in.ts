import type { Bound } from "../value-kinds.ts";
import { noIndex } from "./index-shapes.ts";
import type { Operator } from "./operator.ts";

export const notAmong: Operator = {
  form: "list",
  fits: "membership",
  condition: ({ none }, operand) => none((value) => value.among(operand as readonly Bound[])),
  access: "scan",
  index: noIndex,
};
