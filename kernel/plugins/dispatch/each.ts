import type { RequestState } from "../../model/request-state.ts";
import type { TapArgument, TapOf } from "../../model/taps.ts";
import { callPlugin } from "../call.ts";
import type { Entry } from "../entry.ts";
import { readNothing } from "../results.ts";
import type { Waiting } from "../waiting.ts";
import type { Around } from "./around.ts";
import { within } from "./around.ts";
import { inOrder, orElse } from "./in-order.ts";

/** Tells each of `listeners`, whatever becomes of the others. */
export function each(
  listeners: readonly Entry[],
  state: RequestState,
  tap: TapOf<"each">,
  given: readonly TapArgument[],
  around?: Around,
): Waiting<void> {
  return inOrder(listeners, state, (entry) =>
    orElse(
      () =>
        within(entry, state, tap, around, (inside) => callPlugin(entry, inside, entry.taps[tap]!, given, readNothing)),
      () => true,
      () => true,
    ),
  );
}
