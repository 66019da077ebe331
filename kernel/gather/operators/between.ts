import { sql } from "slonik";
import { orderedRanges } from "./index-shapes.ts";
import type { Range } from "./operand.ts";
import type { Operator } from "./operator.ts";

export const between: Operator = {
  form: "range",
  fits: "order",
  condition: ({ some }, operand) =>
    some(({ from, upTo }) => {
      const { min, max } = operand as Range;
      if (max === undefined) return from(min!);
      return min === undefined ? upTo(max) : sql.fragment`${from(min)} and ${upTo(max)}`;
    }),
  access: "ordered",
  index: orderedRanges,
};
