/** The tokens of a date pattern: a run of pattern letters, text in single quotes, or any other character. */
export const DATE_TOKEN = /d{1,2}|M{1,4}|y{4}|yy|E{3,4}|'(?:[^']|'')*'|[\s\S]/g;

/** Returns the text that a token stands for when it names no part of a date. */
export function literalIn(token: string): string {
  return token.length > 1 && token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") || "'" : token;
}
