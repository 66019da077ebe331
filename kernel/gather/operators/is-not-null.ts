import { noIndex } from "./index-shapes.ts";
import type { Operator } from "./operator.ts";

export const isNotNull: Operator = {
  form: "none",
  fits: "presence",
  condition: ({ isNotNull: exists }) => exists(),
  access: "scan",
  index: noIndex,
};
