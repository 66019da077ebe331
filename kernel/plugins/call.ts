import { Fault } from "../base/fault.ts";
import type { RequestState } from "../model/request-state.ts";
import type { TapName } from "../model/taps.ts";
import type { Entry } from "./entry.ts";
import { faultOf } from "./instance.ts";
import { QUARANTINE } from "./quarantine.ts";
import { readJson } from "./results.ts";
import type { Store } from "./store.ts";
import { prepareCall } from "./store.ts";

/** The store that the plugin has in this request, told about the state of this very call: its `db` may be a transaction by now. */
export function storeOf(entry: Entry, state: RequestState): Store {
  let store = state.stores.get(entry.name) as Store | undefined;
  if (store === undefined) {
    store = entry.pool.take();
    state.stores.set(entry.name, store);
  }
  store.context.state = state;
  return store;
}

/** Calls a tap and reads the JSON that it returns. What it throws is for `failure`. */
export function callTap(entry: Entry, store: Store, tap: TapName, ...parameters: number[]): unknown {
  const counts = entry.counts[tap]!;
  counts.calls++;
  prepareCall(store);
  const started = performance.now();
  try {
    const at = store.taps[tap]!(...parameters);
    const value = readJson(store, at);
    store.posts[tap]?.(at);
    return value;
  } finally {
    counts.milliseconds += performance.now() - started;
    counts.fuel += store.plugin.limits.fuel - store.fuel.value;
  }
}

/** Logs a failure and forgets the store: nobody knows what state it is in. */
export function report(
  entry: Entry,
  state: RequestState,
  tap: TapName,
  store: Store | undefined,
  error: unknown,
): void {
  const fault = failure(entry, tap, store, error);
  const fields = { plugin: entry.name, tap, code: fault.code, request: state.id };
  state.log.error(fields, fault.message);
  state.stores.delete(entry.name);
  entry.counts[tap]!.failures++;
  if (store !== undefined) entry.pool.counts.discarded++;
  if (entry.quarantine.failed()) {
    state.log.error(
      fields,
      `Plugin '${entry.name}' failed ${QUARANTINE.failures} times in a row and is left out for ${QUARANTINE.milliseconds / 1000} s.`,
    );
  }
}

/** What went wrong in a call, in words for the log. */
export function failure(entry: Entry, tap: TapName, store: Store | undefined, error: unknown): Fault {
  const where = `Plugin '${entry.name}' failed in ${tap}.`;
  if (store === undefined) return new Fault("plugin.trapped", `${where} ${messageOf(error)}`, { cause: error });
  const fault = faultOf(store, error, "in this call");
  return new Fault(fault.code, `${where} ${fault.message}`, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
