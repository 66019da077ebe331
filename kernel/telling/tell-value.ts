import type { Json } from "../base/json.ts";
import { isObject } from "../base/json.ts";

const WIDEST = 64;

/** A value in a plan: text in quotes, a list or mapping as JSON, all of it cut where it gets too long to read. */
export function tellValue(value: Json): string {
  return shorten(Array.isArray(value) && value.every(isScalar) ? `[${value.join(", ")}]` : JSON.stringify(value));
}

/**
 * A part that is new or goes, in a few words: `text, "Country"` for a field. Its name, known from `path`, is not said
 * again.
 */
export function tellPart(value: Json, path: string): string {
  if (!isObject(value)) return tellValue(value);
  const { type, id: _, label, ...others } = value as { readonly [key: string]: Json };
  const words = [
    ...(typeof type === "string" ? [type] : []),
    ...(typeof label === "string" && !isNameIn(path, label) ? [JSON.stringify(label)] : []),
    ...Object.entries(others).map(([key, entry]) => (isScalar(entry) ? `${key} ${formatWord(entry)}` : key)),
  ];
  return shorten(words.join(", "));
}

function isNameIn(path: string, label: string): boolean {
  return path.endsWith(`.${label}`) || path.endsWith(`.${JSON.stringify(label)}`);
}

/** Words that cannot be mistaken for anything else go without quotes. */
function formatWord(value: Json): string {
  return typeof value === "string" && /^[\w./:-]+$/.test(value) ? value : JSON.stringify(value);
}

/** How a list changed, where that says more than both lists: what came and what went. */
export function tellListChange(before: readonly Json[], after: readonly Json[]): string | null {
  if (![...before, ...after].every(isScalar)) return null;
  const came = after.filter((entry) => !before.includes(entry));
  const went = before.filter((entry) => !after.includes(entry));
  if (came.length + went.length === 0 || came.length + went.length > 6) return null;
  return [...came.map((entry) => `+ ${entry}`), ...went.map((entry) => `- ${entry}`)].join(", ");
}

function isScalar(value: Json): boolean {
  return typeof value !== "object" || value === null;
}

function shorten(text: string): string {
  return text.length <= WIDEST ? text : `${text.slice(0, WIDEST - 1)}…`;
}
