import type { RequestState } from "../model/request-state.ts";
import type { Taps } from "../model/taps.ts";

/** Taps that reach the plugins which `tapsOf` finds for a request: those of the very snapshot that answers it. */
export function forwardTaps(tapsOf: (state: RequestState) => Taps): Taps {
  return {
    has: (state, tap) => tapsOf(state).has(state, tap),
    itemView: (state, item) => tapsOf(state).itemView(state, item),
    alter: (state, tap, given, value, read) => tapsOf(state).alter(state, tap, given, value, read),
    check: (state, tap, given, around) => tapsOf(state).check(state, tap, given, around),
    each: (state, tap, given, around) => tapsOf(state).each(state, tap, given, around),
    access: (state, tap, given, of) => tapsOf(state).access(state, tap, given, of),
    lists: (state, tap, given, read, options) => tapsOf(state).lists(state, tap, given, read, options),
    one: (state, plugin, tap, given) => tapsOf(state).one(state, plugin, tap, given),
    exists: (state, plugin) => tapsOf(state).exists(state, plugin),
    invoke: (state, plugin, name, payload) => tapsOf(state).invoke(state, plugin, name, payload),
    release: (state) => tapsOf(state).release(state),
  };
}
