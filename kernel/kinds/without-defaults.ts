import type { Json, JsonObject } from "../base/json.ts";
import { sameJson } from "../base/json.ts";

/** `spec` without the keys whose value is what leaving them out means. */
export function withoutDefaults(spec: JsonObject, defaults: { readonly [key: string]: Json }): JsonObject {
  return Object.fromEntries(
    Object.entries(spec).filter(([key, value]) => !(Object.hasOwn(defaults, key) && sameJson(value, defaults[key]))),
  );
}
