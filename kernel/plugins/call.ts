import { Fault } from "../base/fault.ts";
import type { RequestState } from "../model/request-state.ts";
import type { TapArgument } from "../model/taps.ts";
import type { Entry } from "./entry.ts";
import { faultOf } from "./instance.ts";
import type { CoreValue } from "./lift.ts";
import { QUARANTINE } from "./quarantine.ts";
import type { Read } from "./results.ts";
import type { GuestFunction, Store, SuspendableFunction } from "./store.ts";
import { prepareCall } from "./store.ts";
import type { Target } from "./target.ts";
import type { Waiting } from "./waiting.ts";
import { endWait } from "./waiting.ts";

/** How deep calls of plugins may nest: a save in a tap of a save, a function that calls another plugin's. */
const DEEPEST = 8;

/**
 * Calls a function of a plugin, and reads what it returns: at once, or later when the function may wait. What goes wrong is
 * logged and counted here, and the store is forgotten, because nobody knows what state it is in.
 * @throws Fault how the plugin broke; `plugin.unavailable` while it is left out, `plugin.too_deep`, `plugin.busy`
 */
export function callPlugin<Value>(
  entry: Entry,
  state: RequestState,
  target: Target,
  given: readonly TapArgument[],
  read: Read<Value>,
): Waiting<Value> {
  refuse(entry, state, target);
  return target.waits
    ? callSuspendable(entry, state, target, given, read)
    : callPlain(entry, state, target, given, read);
}

function callPlain<Value>(
  entry: Entry,
  state: RequestState,
  target: Target,
  given: readonly TapArgument[],
  read: Read<Value>,
): Value {
  const started = performance.now();
  let store: Store | undefined;
  try {
    store = checkOut(entry, state);
    prepareCall(store);
    const call = store.exports[target.exportName] as GuestFunction;
    const returned = call(...argumentsOf(store, state, target, given));
    const value = finish(store, target, returned, read);
    checkIn(entry, state, store);
    return value;
  } catch (error) {
    throw failed(entry, state, target, store, error);
  } finally {
    count(entry, target, store, started);
  }
}

async function callSuspendable<Value>(
  entry: Entry,
  state: RequestState,
  target: Target,
  given: readonly TapArgument[],
  read: Read<Value>,
): Promise<Value> {
  // The place comes before the store: a call that waits for its turn holds no memory of a guest.
  const turn = enterGate(entry, state, target);
  if (turn !== undefined) await turn;
  const started = performance.now();
  let store: Store | undefined;
  try {
    store = checkOut(entry, state);
    prepareCall(store);
    store.started = started;
    const call = suspendable(store, target.exportName);
    const returned = await call(...argumentsOf(store, state, target, given));
    endWait(store);
    const value = finish(store, target, returned, read);
    checkIn(entry, state, store);
    return value;
  } catch (error) {
    throw failed(entry, state, target, store, error);
  } finally {
    if (store !== undefined) endWait(store);
    entry.gate.leave();
    count(entry, target, store, started);
  }
}

/** Reasons not to call at all. They are not the plugin's failures. */
function refuse(entry: Entry, state: RequestState, target: Target): void {
  if (entry.quarantine.isClosed())
    throw new Fault(
      "plugin.unavailable",
      `Plugin '${entry.name}' is left out for a while, because it failed too often.`,
    );
  if ((state.depth ?? 0) < DEEPEST) return;
  const message = `Plugin '${entry.name}' is not called in ${target.label}: calls of plugins nest deeper than ${DEEPEST}.`;
  throw logged(entry, state, target, new Fault("plugin.too_deep", message));
}

function enterGate(entry: Entry, state: RequestState, target: Target): Promise<void> | undefined {
  try {
    return entry.gate.enter((state.depth ?? 0) > 0);
  } catch (error) {
    throw logged(entry, state, target, error as Fault);
  }
}

/**
 * The store that the plugin has in this request, told about the state of this very call: its `db` may be a transaction by now. While a call is
 * under way in it, another call gets a store of its own.
 */
function checkOut(entry: Entry, state: RequestState): Store {
  let store = state.stores.get(entry.name) as Store | undefined;
  if (store === undefined) {
    store = entry.pool.take();
    state.stores.set(entry.name, store);
  } else if (store.busy) {
    store = entry.pool.take();
  }
  store.busy = true;
  store.context.state = state;
  return store;
}

/** A store that is not the request's own, or no longer, goes back to the others. */
function checkIn(entry: Entry, state: RequestState, store: Store): void {
  store.busy = false;
  entry.quarantine.succeeded();
  if (state.stores.get(entry.name) !== store) entry.pool.give(store);
}

function suspendable(store: Store, exportName: string): SuspendableFunction {
  const known = store.suspendable.get(exportName);
  if (known !== undefined) return known;
  const made = WebAssembly.promising(store.exports[exportName] as GuestFunction) as SuspendableFunction;
  store.suspendable.set(exportName, made);
  return made;
}

function argumentsOf(store: Store, state: RequestState, { pass }: Target, given: readonly TapArgument[]): CoreValue[] {
  const core: CoreValue[] = [];
  for (let index = 0; index < pass.length; index++) pass[index]!(store, state, given[index]!, core);
  return core;
}

function finish<Value>(store: Store, target: Target, returned: number, read: Read<Value>): Value {
  const value = read(store, returned);
  (store.exports[target.post] as GuestFunction | undefined)?.(returned);
  return value;
}

function count(entry: Entry, target: Target, store: Store | undefined, started: number): void {
  const counts = entry.counts[target.label]!;
  counts.calls++;
  counts.milliseconds += performance.now() - started;
  if (store !== undefined) counts.fuel += store.plugin.limits.fuel - store.fuel.value;
}

function failed(entry: Entry, state: RequestState, target: Target, store: Store | undefined, error: unknown): Fault {
  const fault = logged(entry, state, target, failure(entry, target, store, error));
  entry.counts[target.label]!.failures++;
  if (store !== undefined) {
    entry.pool.forget(store);
    if (state.stores.get(entry.name) === store) state.stores.delete(entry.name);
  }
  // What was given up from outside says nothing about the plugin.
  if (!state.signal.aborted && entry.quarantine.failed()) {
    const seconds = QUARANTINE.milliseconds / 1000;
    const message = `Plugin '${entry.name}' failed ${QUARANTINE.failures} times in a row and is left out for ${seconds} s.`;
    logged(entry, state, target, new Fault("plugin.unavailable", message));
  }
  return fault;
}

function logged(entry: Entry, state: RequestState, target: Target, fault: Fault): Fault {
  state.log.error({ plugin: entry.name, tap: target.label, code: fault.code, request: state.id }, fault.message);
  return fault;
}

/** What went wrong in a call, in words for the log. */
export function failure(entry: Entry, { label }: Target, store: Store | undefined, error: unknown): Fault {
  const where = `Plugin '${entry.name}' failed in ${label}.`;
  if (store !== undefined) {
    const fault = faultOf(store, error, "in this call");
    return new Fault(fault.code, `${where} ${fault.message}`, { cause: error });
  }
  const code = error instanceof Fault ? error.code : "plugin.trapped";
  return new Fault(code, `${where} ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
