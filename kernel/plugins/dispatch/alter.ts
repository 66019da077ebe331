import type { Json } from "../../base/json.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { TapArgument, TapOf } from "../../model/taps.ts";
import { callPlugin } from "../call.ts";
import type { Entry } from "../entry.ts";
import { readJson } from "../results.ts";
import type { Waiting } from "../waiting.ts";
import { isWaiting } from "../waiting.ts";
import { inOrder, orElse } from "./in-order.ts";

/** `value`, as `alterers` changed it one after the other. One that breaks leaves it as it was. */
export function alter<Value extends Json>(
  alterers: readonly Entry[],
  state: RequestState,
  tap: TapOf<"alter">,
  given: readonly TapArgument[],
  value: Value,
  read: (returned: Json) => Value,
): Waiting<Value> {
  let current = value;
  const set = (changed: Value) => {
    current = changed;
    return true;
  };
  const done = inOrder(alterers, state, (entry) =>
    orElse(
      () =>
        callPlugin(entry, state, entry.taps[tap]!, [...given, current], (store, at) =>
          read(readJson(store, at) as Json),
        ),
      set,
      () => true,
    ),
  );
  return isWaiting(done) ? done.then(() => current) : current;
}
