import type { Problem } from "../words/problem.ts";
import { wrong } from "../words/problem.ts";
/** Why Postgres cannot store `text` in jsonb, or null: it takes neither NUL nor half a surrogate pair. */
export function unstorable(text: string): Problem | null {
  if (text.includes("\0")) return wrong("nul");
  return text.isWellFormed() ? null : wrong("not_unicode");
}
