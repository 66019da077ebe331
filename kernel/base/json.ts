import { createHash } from "node:crypto";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** True for a plain object: not null, not a list. */
export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON text with object keys in code-unit order, so that equal values have equal text. Keys whose value is undefined are left out. */
export function canonicalJson(value: unknown): string {
  // Text is added to text, without lists in between: a plan with nothing to do spends most of its time here.
  let text = "";
  if (Array.isArray(value)) {
    for (const entry of value) text += `${text === "" ? "" : ","}${canonicalJson(entry)}`;
    return `[${text}]`;
  }
  if (!isObject(value)) return JSON.stringify(value ?? null);
  for (const key of Object.keys(value).sort()) {
    const part = value[key];
    if (part !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(part)}`;
  }
  return `{${text}}`;
}

/** True when two JSON values are the same, whatever the order of their keys. */
export function sameJson(left: unknown, right: unknown): boolean {
  return left === right || canonicalJson(left) === canonicalJson(right);
}

/** The SHA-256 of `content` in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Freezes `value` and everything it holds, the entries of maps too; bytes are left as they are. Returns the same value. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  const entries = value instanceof Map || value instanceof Set ? value.values() : Object.values(value);
  for (const entry of entries) deepFreeze(entry);
  return value;
}
