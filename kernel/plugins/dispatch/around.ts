import type { CallPlugin, RequestState } from "../../model/request-state.ts";
import type { TapName } from "../../model/taps.ts";
import type { Entry } from "../entry.ts";
import type { Waiting } from "../waiting.ts";

/** Wrapper around the call of each plugin, such as a savepoint. */
export type Around = (state: RequestState, call: CallPlugin) => Promise<void>;

/**
 * The call of one plugin, with what goes around it. Rejects when either fails; a failure of what goes around, of which
 * nobody has said so yet, is logged.
 */
export function within<Value>(
  entry: Entry,
  state: RequestState,
  tap: TapName,
  around: Around | undefined,
  call: (state: RequestState) => Waiting<Value>,
): Waiting<Value> {
  return around === undefined ? call(state) : surrounded(entry, state, tap, around, call);
}

async function surrounded<Value>(
  entry: Entry,
  state: RequestState,
  tap: TapName,
  around: Around,
  call: (state: RequestState) => Waiting<Value>,
): Promise<Value> {
  let broke: unknown;
  let answer: Value | undefined;
  try {
    await around(state, async (inside) => {
      try {
        answer = await call(inside);
      } catch (error) {
        broke = error;
        throw error;
      }
    });
  } catch (error) {
    if (error !== broke) {
      state.log.error({ plugin: entry.name, tap, err: error, request: state.id }, `What goes around ${tap} failed.`);
    }
    throw error;
  }
  return answer as Value;
}
