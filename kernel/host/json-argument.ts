import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";

/** What a plugin passed as JSON; `undefined` when it is none. */
export function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The object that a plugin passed as JSON; null when it is none. */
export function readObject(text: string): JsonObject | null {
  const value = readJson(text);
  return isObject(value) ? (value as JsonObject) : null;
}
