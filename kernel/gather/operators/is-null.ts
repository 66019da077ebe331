import { noIndex } from "./index-shapes.ts";
import type { Operator } from "./operator.ts";

export const isNull: Operator = {
  form: "none",
  fits: "presence",
  condition: ({ isNull: missing }) => missing(),
  access: "scan",
  index: noIndex,
};
