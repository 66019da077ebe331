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
  readonly counts: PoolCounts;
};
export type PoolCounts = { created: number; resets: number; discarded: number };

/** More than this are not kept: a burst of requests shall not hold its memory for ever. */
const MOST_IDLE = 128;

export function createStorePool(plugin: LoadedPlugin, host: HostFunctions, log: Log): Pool {
  const idle: Store[] = [];
  const names: NameCache = new Map();
  const counts: PoolCounts = { created: 0, resets: 0, discarded: 0 };
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
      if (kept) idle.push(store);
      if (kept) counts.resets++;
      else counts.discarded++;
    },
  };
}
