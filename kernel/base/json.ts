import { createHash } from "node:crypto";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** True for a plain object: not null, not a list. */
export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * JSON text with object keys in code-unit order, so that equal values have equal text. Keys whose value is undefined
 * are left out.
 */
export function canonicalJson(value: unknown): string {
  // The engine writes out what is in order several times as fast as it is written here: a plan with nothing to do does
  // little else.
  const ordered = inOrder(value ?? null);
  return ordered === UNORDERABLE ? written(value) : JSON.stringify(ordered);
}

const UNORDERABLE = Symbol("unorderable");

/**
 * `value` with its keys in order; `UNORDERABLE` where an object would not keep them so: numbers come first, and a
 * prototype is no key.
 */
function inOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const entries = value.map(inOrder);
    return entries.includes(UNORDERABLE) ? UNORDERABLE : entries;
  }
  const ordered: { [key: string]: unknown } = {};
  for (const key of Object.keys(value).sort()) {
    const first = key.charCodeAt(0);
    if ((first >= 48 && first <= 57) || key === "__proto__") return UNORDERABLE;
    const part = inOrder((value as { readonly [key: string]: unknown })[key]);
    if (part === UNORDERABLE) return UNORDERABLE;
    ordered[key] = part;
  }
  return ordered;
}

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const entries = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${written(value[key])}`);
  return `{${entries.join(",")}}`;
}

/** True when two JSON values are the same, whatever the order of their keys. */
export function sameJson(left: unknown, right: unknown): boolean {
  return left === right || canonicalJson(left) === canonicalJson(right);
}

/** The SHA-256 of `content` in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * Freezes `value` and everything it holds, the entries of maps too; bytes are left as they are. Returns the same value.
 */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  const entries = value instanceof Map || value instanceof Set ? value.values() : Object.values(value);
  for (const entry of entries) deepFreeze(entry);
  return value;
}
