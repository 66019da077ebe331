import type { Json } from "../../base/json.ts";
import type { PluginList, RequestState } from "../../model/request-state.ts";
import type { TapArgument, TapOf } from "../../model/taps.ts";
import { callPlugin } from "../call.ts";
import type { Entry } from "../entry.ts";
import { readJson } from "../results.ts";
import type { Waiting } from "../waiting.ts";
import { isWaiting } from "../waiting.ts";
import type { Around } from "./around.ts";
import { within } from "./around.ts";
import { inOrder, orElse } from "./in-order.ts";

/**
 * Collects the list of each of `listers`; one that breaks is left out. Only what may wait can have written something
 * that `around` undoes.
 */
export function lists<Listed>(
  listers: readonly Entry[],
  state: RequestState,
  tap: TapOf<"list">,
  given: readonly TapArgument[],
  read: (returned: Json) => readonly Listed[],
  around?: Around,
): Waiting<readonly PluginList<Listed>[]> {
  const found: PluginList<Listed>[] = [];
  const done = inOrder(listers, state, (entry) => {
    const target = entry.taps[tap]!;
    const call = (inside: RequestState) =>
      callPlugin(entry, inside, target, given, (store, at) => read(readJson(store, at) as Json));
    return orElse(
      () => within(entry, state, tap, target.waits ? around : undefined, call),
      (list) => {
        found.push({ plugin: entry.name, list });
        return true;
      },
      () => true,
    );
  });
  return isWaiting(done) ? done.then(() => found) : found;
}
