/** Why Postgres cannot store `text` in jsonb, or null: it takes neither NUL nor half a surrogate pair. */
export function unstorable(text: string): string | null {
  if (text.includes("\0")) return "holds a NUL character";
  return text.isWellFormed() ? null : "is not well-formed Unicode";
}
