import { trigrams } from "./index-shapes.ts";
import { likePattern } from "./like-pattern.ts";
import type { Operator } from "./operator.ts";

export const contains: Operator = {
  form: "one",
  fits: "search",
  condition: ({ some }, operand) => some((value) => value.like(`%${likePattern(operand)}%`)),
  access: "search",
  index: trigrams,
};
