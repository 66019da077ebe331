import type { HostFunctions } from "../model/host-functions.ts";
import type { Log } from "../model/log.ts";
import { createStore, resetStore } from "./instance.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import type { NameCache, Store } from "./store.ts";

/** The instances of one plugin that wait for a request. */
export type Pool = {
  readonly plugin: LoadedPlugin;
  /** A store as it is after its start. @throws Fault when a new one fails to start */
  take(): Store;
  /** Takes a store back, made new again; one that cannot be is forgotten. */
  give(store: Store): void;
  /** Lets go of a store of which nobody knows what state it is in. */
  forget(store: Store): void;
  readonly counts: PoolCounts;
};
export type PoolCounts = { created: number; resets: number; discarded: number };

/** More than this are not kept: a burst of requests shall not hold its memory for ever. */
const MOST_IDLE = 128;

/** Memory of a guest that the engine is told of when it is forgotten. */
const HEAVY = 1024 * 1024;
const HEAVIEST = 256 * 1024 * 1024;

/**
 * Memory that a guest has grown into is none that the engine counts: it would see no reason to collect what was
 * forgotten before gigabytes of it had come together. A buffer of that size gives it the reason; no page of it is ever
 * touched, so it costs nothing.
 */
function tellEngine({ memory }: Store): void {
  const size = memory.buffer.byteLength;
  if (size > HEAVY) new ArrayBuffer(Math.min(size, HEAVIEST));
}

export function createStorePool(plugin: LoadedPlugin, host: HostFunctions, log: Log): Pool {
  const idle: Store[] = [];
  const names: NameCache = new Map();
  const counts: PoolCounts = { created: 0, resets: 0, discarded: 0 };
  const forget = (store: Store) => {
    counts.discarded++;
    tellEngine(store);
  };
  return {
    plugin,
    counts,
    take() {
      const waiting = idle.pop();
      if (waiting !== undefined) return waiting;
      counts.created++;
      return createStore(plugin, host, log, names);
    },
    give(store) {
      // A store of an earlier generation of the site has another module.
      const kept = store.plugin === plugin && idle.length < MOST_IDLE && resetStore(store);
      if (!kept) return forget(store);
      idle.push(store);
      counts.resets++;
    },
    forget,
  };
}
