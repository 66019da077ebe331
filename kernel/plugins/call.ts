import { Fault } from "../base/fault.ts";
import type { RequestState } from "../model/request-state.ts";
import type { TapArgument } from "../model/taps.ts";
import { beginCall, createBudget, endCall, overspent } from "./budget.ts";
import type { Entry } from "./entry.ts";
import { prepareCall, takeBack } from "./fuel.ts";
import { faultOf } from "./instance.ts";
import { QUARANTINE } from "./quarantine.ts";
import type { Read } from "./results.ts";
import type { CoreValue, GuestFunction, Held, Store, SuspendableFunction } from "./store.ts";
import type { Target } from "./target.ts";
import type { Waiting } from "./waiting.ts";
import { endWait } from "./waiting.ts";

/** How deep calls of plugins may nest: a save in a tap of a save, a function that calls another plugin's. */
const DEEPEST = 8;

/** One call: the plugin, for which request, of which function, and what the plugin has in that request. */
type Call = { readonly entry: Entry; readonly state: RequestState; readonly target: Target; readonly held: Held };

/**
 * Calls a function of a plugin, and reads what it returns: at once, or later when the function may wait. What goes
 * wrong is logged and counted here, and the store is forgotten, because nobody knows what state it is in.
 * @throws Fault how the plugin broke; `plugin.unavailable` while it is left out, `plugin.too_deep`, `plugin.busy`;
 * `plugin.out_of_fuel`, `plugin.timed_out` when it has used up what it has in the request
 */
export function callPlugin<Value>(
  entry: Entry,
  state: RequestState,
  target: Target,
  given: readonly TapArgument[],
  read: Read<Value>,
): Waiting<Value> {
  const call: Call = { entry, state, target, held: heldBy(entry, state) };
  const reason = refusal(call);
  if (reason !== null) throw missed(call, reason);
  return target.waits ? callSuspendable(call, given, read) : callPlain(call, given, read);
}

function callPlain<Value>(call: Call, given: readonly TapArgument[], read: Read<Value>): Value {
  const { target, held } = call;
  const started = performance.now();
  let store: Store | undefined;
  beginCall(held.budget);
  try {
    store = checkOut(call);
    prepareCall(store);
    const run = store.exports[target.exportName] as GuestFunction;
    const value = finish(store, target, run(...argumentsOf(store, call, given)), read);
    checkIn(call, store);
    return value;
  } catch (error) {
    throw failed(call, store, error);
  } finally {
    endCall(held.budget);
    count(call, store, started);
  }
}

async function callSuspendable<Value>(call: Call, given: readonly TapArgument[], read: Read<Value>): Promise<Value> {
  const { entry, target, held } = call;
  // The place comes before the store: a call that waits for its turn holds no memory of a guest.
  const place = enterGate(call);
  if (place !== undefined) await place;
  const started = performance.now();
  let store: Store | undefined;
  beginCall(held.budget);
  try {
    store = checkOut(call);
    prepareCall(store);
    const run = suspendable(store, target.exportName);
    const returned = await run(...argumentsOf(store, call, given));
    endWait(store);
    const value = finish(store, target, returned, read);
    checkIn(call, store);
    return value;
  } catch (error) {
    // What the call still waits for is not wanted any longer.
    store?.wait?.aborting.abort(error);
    throw failed(call, store, error);
  } finally {
    if (store !== undefined) endWait(store);
    endCall(held.budget);
    entry.gate.leave();
    count(call, store, started);
  }
}

function heldBy({ name, pool, gate }: Entry, { stores }: RequestState): Held {
  let held = stores.get(name) as Held | undefined;
  if (held === undefined) {
    held = { budget: createBudget(pool.plugin.limits, gate.turn), store: null };
    stores.set(name, held);
  }
  return held;
}

/**
 * Gives the reason not to call at all, or null. It is not the plugin's failure, costs next to nothing, and is logged
 * once in a request.
 */
function refusal(call: Call): Fault | null {
  const { entry, state, target, held } = call;
  if (entry.quarantine.isClosed())
    return new Fault(
      "plugin.unavailable",
      `Plugin '${entry.name}' is left out for a while, because it failed too often.`,
    );
  const reason = (state.depth ?? 0) < DEEPEST ? overspent(held.budget) : tooDeep();
  if (reason === null) return null;
  const fault = new Fault(reason.code, `Plugin '${entry.name}' is not called in ${target.label}. ${reason.message}`);
  if (held.budget.isRefused) return fault;
  held.budget.isRefused = true;
  return logged(call, fault);
}

/** Keeps the page out of every cache, because it lacks a plugin's part: the next request may have it. */
function missed({ state }: Call, fault: Fault): Fault {
  state.cacheability.maxAge = 0;
  state.profile.tapFailures++;
  return fault;
}

function tooDeep(): Fault {
  return new Fault("plugin.too_deep", `Calls of plugins nest deeper than ${DEEPEST}.`);
}

function enterGate(call: Call): Promise<void> | undefined {
  try {
    return call.entry.gate.enter((call.state.depth ?? 0) > 0);
  } catch (error) {
    throw missed(call, logged(call, error as Fault));
  }
}

/**
 * The store that the plugin has in this request, told about the state of this very call: its `db` may be a transaction
 * by now. While a call is under way in it, another call gets a store of its own.
 */
function checkOut({ entry, state, held }: Call): Store {
  const store = held.store === null || held.store.busy ? entry.pool.take() : held.store;
  held.store ??= store;
  store.busy = true;
  store.budget = held.budget;
  store.context.state = state;
  return store;
}

/** A store that is not the request's own, or no longer, goes back to the others. */
function checkIn({ entry, target, held }: Call, store: Store): void {
  store.busy = false;
  entry.quarantine.succeeded(target.label);
  takeBack(store);
  if (held.store !== store) entry.pool.give(store);
}

function suspendable(store: Store, exportName: string): SuspendableFunction {
  const known = store.suspendable.get(exportName);
  if (known !== undefined) return known;
  const made = WebAssembly.promising(store.exports[exportName] as GuestFunction) as SuspendableFunction;
  store.suspendable.set(exportName, made);
  return made;
}

function argumentsOf(store: Store, { target: { pass }, state }: Call, given: readonly TapArgument[]): CoreValue[] {
  const core: CoreValue[] = [];
  for (let index = 0; index < pass.length; index++) pass[index]!(store, state, given[index]!, core);
  return core;
}

function finish<Value>(store: Store, target: Target, returned: number, read: Read<Value>): Value {
  const value = read(store, returned);
  (store.exports[target.post] as GuestFunction | undefined)?.(returned);
  return value;
}

function count({ entry, target }: Call, store: Store | undefined, started: number): void {
  const counts = entry.counts[target.label]!;
  counts.calls++;
  counts.milliseconds += performance.now() - started;
  if (store !== undefined) counts.fuel += store.granted;
}

function failed(call: Call, store: Store | undefined, error: unknown): Fault {
  const { entry, state, target, held } = call;
  const fault = missed(call, logged(call, failure(entry, target, store, error)));
  entry.counts[target.label]!.failures++;
  if (store !== undefined) {
    takeBack(store);
    entry.pool.forget(store);
    if (held.store === store) held.store = null;
  }
  // What was given up from outside says nothing about the plugin.
  if (!state.signal.aborted && entry.quarantine.failed(target.label)) {
    const seconds = QUARANTINE.milliseconds / 1000;
    const message = `Plugin '${entry.name}' failed in ${target.label} again and again, and is left out for ${seconds} s.`;
    logged(call, new Fault("plugin.unavailable", message));
  }
  return fault;
}

function logged({ entry, state, target }: Call, fault: Fault): Fault {
  state.log.error({ plugin: entry.name, tap: target.label, code: fault.code, request: state.id }, fault.message);
  return fault;
}

/** Says for the log how a call went wrong. */
export function failure(entry: Entry, { label }: Target, store: Store | undefined, error: unknown): Fault {
  const where = `Plugin '${entry.name}' failed in ${label}.`;
  if (store !== undefined) {
    const fault = faultOf(store, error, "in this call");
    return new Fault(fault.code, `${where} ${fault.message}`, { cause: error });
  }
  const code = error instanceof Fault ? error.code : "plugin.trapped";
  return new Fault(code, `${where} ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
