import { Fault } from "../base/fault.ts";
import type { Log } from "../model/log.ts";
import type { RequestState } from "../model/request-state.ts";
import type { CoreValue } from "./lift.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import type { Wait } from "./waiting.ts";

export type GuestFunction = (...parameters: CoreValue[]) => number;
/** A guest's function, called so that it may be suspended. */
export type SuspendableFunction = (...parameters: CoreValue[]) => Promise<number>;

/** Short strings by the address that a guest passed them at. Guests name fields in constants, so most are found here. */
export type NameCache = Map<number, string>;

/** An instance of a plugin with what is needed to make it new again. It serves one request at a time. */
export type Store = {
  readonly plugin: LoadedPlugin;
  /** What the module exports, by name. */
  readonly exports: { readonly [name: string]: unknown };
  /** Those that were called so that they may wait. */
  readonly suspendable: Map<string, SuspendableFunction>;
  /** What host functions are told; `state` is set while the store is checked out. */
  readonly context: { readonly plugin: string; readonly log: Log; state: RequestState | null };
  readonly memory: WebAssembly.Memory;
  /** Views of the memory. They are made anew when it grew: see `viewsOf`. */
  views: Views;
  readonly realloc: GuestFunction | undefined;
  /** Short strings that the guest passed before, by address; shared by all stores of the plugin. */
  readonly names: NameCache;
  readonly fuel: WebAssembly.Global;
  readonly depth: WebAssembly.Global;
  readonly tainted: WebAssembly.Global;
  readonly restore: () => void;
  snapshot: Uint8Array;
  /** How much memory there was when the snapshot was taken. */
  snapshotSize: number;
  /** Set while a call is under way: there is one at a time, or their stacks would mix in memory. */
  busy: boolean;
  /** When the call began, on the monotonic clock; only of calls that may wait. */
  started: number;
  wait: Wait | null;
  /** Calls of host functions in this call, and when it must be over (`performance.now`); 0 until there were enough of them. */
  hostCalls: number;
  /** Set while the guest's allocator runs: it may not call the kernel, or the two could call each other for ever. */
  allocating: boolean;
  deadline: number;
};

export type Views = {
  readonly bytes: Buffer;
  readonly units: Uint16Array;
  readonly words: Uint32Array;
  readonly data: DataView;
};

export function makeViews(memory: WebAssembly.Memory): Views {
  const { buffer } = memory;
  return {
    bytes: Buffer.from(buffer),
    units: new Uint16Array(buffer),
    words: new Uint32Array(buffer),
    data: new DataView(buffer),
  };
}

/** The views of the memory as it is now. */
export function viewsOf(store: Store): Views {
  // Growth detaches the buffer, and a view of a detached buffer is empty.
  if (store.views.bytes.length === 0) store.views = makeViews(store.memory);
  return store.views;
}
export const bytesOf = (store: Store): Buffer => viewsOf(store).bytes;
export const viewOf = (store: Store): DataView => viewsOf(store).data;

/** Gives the next call its fuel and its deadline. */
export function prepareCall(store: Store): void {
  store.fuel.value = store.plugin.limits.fuel;
  store.hostCalls = 0;
  store.deadline = 0;
}

/** Takes fuel for work that the kernel does for a call. @throws Fault `plugin.out_of_fuel` */
export function payFuel(store: Store, amount: number): void {
  const left = store.fuel.value - amount;
  store.fuel.value = Math.max(left, -1);
  if (left < 0) throw outOfFuel(store);
}

export function outOfFuel(store: Store): Fault {
  return new Fault("plugin.out_of_fuel", `It used up its ${store.plugin.limits.fuel} units of fuel.`);
}

const CALLS_PER_CHECK = 64;

/** Called by every host function: the clock is looked at now and then, because time in the host costs no fuel. */
export function checkDeadline(store: Store): void {
  store.hostCalls++;
  if (store.hostCalls % CALLS_PER_CHECK !== 0) return;
  const now = performance.now();
  const { timeoutMs } = store.plugin.limits;
  if (store.deadline === 0) store.deadline = now + timeoutMs;
  else if (now > store.deadline) throw new Fault("plugin.timed_out", `It ran for longer than ${timeoutMs} ms.`);
}
