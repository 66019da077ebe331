import type { RequestState } from "../../model/request-state.ts";
import type { CallPlugin, TapArgument, TapOf } from "../../model/taps.ts";
import { callPlugin } from "../call.ts";
import type { Entry } from "../entry.ts";
import { readNothing } from "../results.ts";
import type { Waiting } from "../waiting.ts";
import { inOrder, orElse } from "./in-order.ts";

type Around = (state: RequestState, call: CallPlugin) => Promise<void>;

/** Tells each of `listeners`, whatever becomes of the others. */
export function each(
  listeners: readonly Entry[],
  state: RequestState,
  tap: TapOf<"each">,
  given: readonly TapArgument[],
  around?: Around,
): Waiting<void> {
  return inOrder(listeners, state, (entry) => {
    const call = (inside: RequestState) => callPlugin(entry, inside, entry.taps[tap]!, given, readNothing);
    const told = () => (around === undefined ? call(state) : wrapped(entry, state, tap, call, around));
    return orElse(
      told,
      () => true,
      () => true,
    );
  });
}

/** The call of one plugin within what the caller puts around it, which may fail by itself: then nobody has said so yet. */
async function wrapped(
  entry: Entry,
  state: RequestState,
  tap: TapOf<"each">,
  call: (inside: RequestState) => Waiting<undefined>,
  around: Around,
): Promise<void> {
  let broke: unknown;
  try {
    await around(state, async (inside) => {
      try {
        await call(inside);
      } catch (error) {
        broke = error;
        throw error;
      }
    });
  } catch (error) {
    if (error === broke) return;
    state.log.error({ plugin: entry.name, tap, err: error, request: state.id }, `What goes around ${tap} failed.`);
  }
}
