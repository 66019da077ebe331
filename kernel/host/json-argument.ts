import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import { nestsDeeper } from "../base/json-depth.ts";

/** How deep what plugins pass may nest: it is stored, and others walk it. */
const DEEPEST = 64;

/** Reads what a plugin passed as JSON; `undefined` when it is none, or nests too deep. */
export function readJson(text: string): Json | undefined {
  try {
    if (nestsDeeper(text, DEEPEST)) return undefined;
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
