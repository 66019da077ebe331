import type { Operand } from "./operand.ts";

/** A text as part of a pattern of LIKE, in which it stands for itself. */
export function likePattern(operand: Operand): string {
  return String(operand).replace(/[\\%_]/g, "\\$&");
}
