import { Fault } from "../base/fault.ts";
import type { HostFunctions } from "../model/host-functions.ts";
import { HOST_INTERFACES } from "../model/host-functions.ts";
import type { Log } from "../model/log.ts";
import { SILENT } from "../model/log.ts";
import { createBudget, outOfFuel } from "./budget.ts";
import { prepareCall, refuel, takeBack } from "./fuel.ts";
import { createImports } from "./imports.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import { connectPump } from "./pump.ts";
import type { GuestFunction, NameCache, Store } from "./store.ts";
import { makeViews, viewsOf } from "./store.ts";
import { BOUNDS, CONTROL } from "./wasm/controls.ts";

/**
 * Makes an instance, runs its start function and takes the snapshot that it is reset to.
 * @throws Fault `plugin.trapped`, `plugin.out_of_fuel`, `plugin.too_deep` when it fails to start
 */
export function createStore(plugin: LoadedPlugin, host: HostFunctions, log: Log, names: NameCache): Store {
  const links: { store: Store | null } = { store: null };
  const current = (): Store => links.store!;
  const instance = new WebAssembly.Instance(plugin.module, createImports(plugin, host, current));
  const exports = instance.exports as { readonly [name: string]: WebAssembly.ExportValue };
  const callable = (name: string) => exports[name] as GuestFunction | undefined;
  const memory = exports["memory"] as WebAssembly.Memory;
  const store: Store = {
    plugin,
    exports,
    suspendable: new Map(),
    context: { plugin: plugin.name, log, state: null },
    memory,
    views: makeViews(memory),
    realloc: callable("cabi_realloc"),
    names,
    fuel: exports[CONTROL.fuel] as WebAssembly.Global,
    depth: exports[CONTROL.depth] as WebAssembly.Global,
    tainted: exports[CONTROL.tainted] as WebAssembly.Global,
    restore: callable(CONTROL.restore) as () => void,
    snapshot: new Uint8Array(0),
    snapshotSize: 0,
    busy: false,
    budget: createBudget(plugin.limits),
    granted: 0,
    wait: null,
    allocating: false,
  };
  links.store = store;
  connectPump(exports[CONTROL.pump] as WebAssembly.Table, (price) => refuel(store, price));
  start(store, [callable(CONTROL.start), callable("_initialize")]);
  (callable(CONTROL.save) as () => void)();
  takeSnapshot(store);
  return store;
}

/**
 * Starts an instance for the sake of its faults. There is no kernel to call: only logging is allowed in a start, and it
 * is not heard.
 */
export function startOnce(plugin: LoadedPlugin): void {
  const deaf = Object.entries(HOST_INTERFACES).map(([name, functions]) => [
    name,
    Object.fromEntries(Object.keys(functions).map((key) => [key, () => undefined])),
  ]);
  createStore(plugin, Object.fromEntries(deaf) as HostFunctions, SILENT, new Map());
}

function start(store: Store, steps: readonly (GuestFunction | undefined)[]): void {
  try {
    prepareCall(store);
    for (const step of steps) step?.();
    takeBack(store);
  } catch (error) {
    throw faultOf(store, error, "while it started");
  }
}

/** Zeros that memory is compared with, piece by piece: a divisor of a page. */
const ZEROS = Buffer.alloc(1024);

/** Memory behind the last piece that is not zero is not kept: a reset fills it with zeros. */
function takeSnapshot(store: Store): void {
  const { bytes } = viewsOf(store);
  let length = bytes.length;
  while (length > 0 && bytes.compare(ZEROS, 0, ZEROS.length, length - ZEROS.length, length) === 0)
    length -= ZEROS.length;
  store.snapshot = new Uint8Array(bytes.subarray(0, length));
  store.snapshotSize = bytes.length;
}

/** Growth that is worth keeping for the next request; zeroing more than this costs more than a new instance. */
const KEPT_GROWTH = 1024 * 1024;

/** Makes the store as it was when it had started. False when it cannot be: then it is to be forgotten. */
export function resetStore(store: Store): boolean {
  const { bytes } = viewsOf(store);
  if (!store.plugin.resettable || store.tainted.value !== 0) return false;
  if (bytes.length > store.snapshotSize + KEPT_GROWTH) return false;
  store.restore();
  bytes.set(store.snapshot);
  bytes.fill(0, store.snapshot.length);
  store.context.state = null;
  return true;
}

/** Turns the failure of a call into a fault without the plugin's name. */
export function faultOf(store: Store, error: unknown, when: string): Fault {
  if (error instanceof Fault) return error;
  if (store.fuel.value < 0) return outOfFuel(store.budget);
  if ((error as Error | undefined)?.name === "SuspendError") return cannotWait(when, error);
  const deep = store.depth.value > BOUNDS.slots || error instanceof RangeError;
  if (deep) return new Fault("plugin.too_deep", `Its calls nest too deeply ${when}.`, { cause: error });
  const reason = error instanceof Error ? error.message : String(error);
  return new Fault("plugin.trapped", `It stopped ${when}: ${reason}.`, { cause: error });
}

/**
 * The engine refuses to suspend where nothing waits for the guest: in its start, its allocator, and when it declares
 * something.
 */
function cannotWait(when: string, cause: unknown): Fault {
  return new Fault("plugin.unavailable", `It called a function that waits ${when}, where it may not.`, { cause });
}
