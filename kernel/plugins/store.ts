import type { Log } from "../model/log.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Budget } from "./budget.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";

/** A value of the core of WebAssembly; 64 bits are a bigint. */
export type CoreValue = number | bigint;
export type GuestFunction = (...parameters: CoreValue[]) => number;
/** A guest's function, called so that it may be suspended. */
export type SuspendableFunction = (...parameters: CoreValue[]) => Promise<number>;

/**
 * Short strings by the address that a guest passed them at. Guests name fields in constants, so most are found here.
 */
export type NameCache = Map<number, string>;

/** Follows a call that waits for the kernel, from its first wait on. */
export type Wait = {
  readonly timer: NodeJS.Timeout;
  readonly aborting: AbortController;
  /** Stops listening for the end of whatever the call was made for. */
  readonly detach: () => void;
  /** Gives up the answer that the guest is suspended on; null while it runs. */
  giveUp: ((error: unknown) => void) | null;
};

/** An instance of a plugin with what is needed to make it new again. It serves one request at a time. */
export type Store = {
  readonly plugin: LoadedPlugin;
  /** Exports of the module, by name. */
  readonly exports: { readonly [name: string]: unknown };
  /** Exports that were called so that they may wait. */
  readonly suspendable: Map<string, SuspendableFunction>;
  /** Context for host functions; `state` is set while the store is checked out. */
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
  /** Shared by everything that the plugin does in the request. */
  budget: Budget;
  /** The fuel that the call under way was given so far. */
  granted: number;
  wait: Wait | null;
  /** Set while the guest's allocator runs: it may not call the kernel, or the two could call each other for ever. */
  allocating: boolean;
};

/**
 * Holdings of one plugin in one request: its budget, and the store that its calls share; null after one in which nobody
 * knows what happened.
 */
export type Held = { readonly budget: Budget; store: Store | null };

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
