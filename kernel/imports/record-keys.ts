import type { JsonObject } from "../base/json.ts";
import { canonicalJson, sha256 } from "../base/json.ts";
import { valueAt } from "./map-record.ts";

/** Longer keys are hashed, so that they fit into an index. */
const LONGEST_KEY = 400;

/**
 * Creates the keys of the records of one file: the values of the import's key, and for the second and later records
 * with the same values, which of them it is. Records must come in the order of the file.
 */
export function createRecordKeys(names: readonly string[]): (record: JsonObject) => string {
  const seen = new Map<string, number>();
  return (record) => {
    const text = canonicalJson(names.map((name) => valueAt(record, name) ?? null));
    const key = text.length > LONGEST_KEY ? sha256(text) : text;
    const occurrence = (seen.get(key) ?? 0) + 1;
    seen.set(key, occurrence);
    return occurrence === 1 ? key : `${key}#${occurrence}`;
  };
}
