import type { JsonObject } from "../../base/json.ts";
import { canonicalJson } from "../../base/json.ts";
import type { Kind } from "../../kinds/kind.ts";
import { toStored } from "../../kinds/ordered.ts";

/** A spec as one text: two specs of a kind are the same when their texts are. */
export type CanonicalText = (kind: Kind, spec: JsonObject) => string;

/** Each spec is written out once: a plan with nothing to do spends most of its time here. */
export function createCanonicalText(): CanonicalText {
  const known = new WeakMap<JsonObject, string>();
  return (kind, spec) => {
    let text = known.get(spec);
    if (text === undefined) {
      text = canonicalJson(toStored(kind, spec));
      known.set(spec, text);
    }
    return text;
  };
}
