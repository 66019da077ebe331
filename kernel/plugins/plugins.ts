import type { Clock } from "../base/clock.ts";
import { systemClock } from "../base/clock.ts";
import { Faults } from "../base/fault.ts";
import type { HostFunctions } from "../model/host-functions.ts";
import type { Log } from "../model/log.ts";
import type { RequestState } from "../model/request-state.ts";
import type { TapName, Taps } from "../model/taps.ts";
import { NO_TAPS } from "../model/taps.ts";
import type { Collected, DesiredTap } from "./collect.ts";
import { collectFrom } from "./collect.ts";
import type { TapCounts } from "./entry.ts";
import { createEntry, inTap } from "./entry.ts";
import { itemView } from "./item-view.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import { checkDependencies, orderByDependencies } from "./order.ts";
import type { PoolCounts } from "./pool.ts";
import type { Store } from "./store.ts";

export type PluginStats = {
  readonly plugin: string;
  readonly quarantined: boolean;
  readonly stores: Readonly<PoolCounts>;
  readonly taps: { readonly [Tap in TapName]?: Readonly<TapCounts> };
};

/** The plugins of one generation of the site, ready to be called. */
export type Plugins = {
  readonly taps: Taps;
  /** What the plugins declare, in order; a plugin that fails comes back as a fault, because a plan without its part would be a lie. */
  collect(tap: DesiredTap): Collected;
  /** Gives the stores of a request back at its end. */
  release(state: RequestState): void;
  stats(): readonly PluginStats[];
};

/**
 * Makes `loaded` callable. They take part in a tap in order of its weight; equal weights go by dependencies, then by name.
 * @throws Faults `plugin.missing_dependency`, `plugin.cycle`
 */
export function createPlugins(
  loaded: readonly LoadedPlugin[],
  host: HostFunctions,
  log: Log,
  clock: Clock = systemClock,
): Plugins {
  const faults = checkDependencies(loaded);
  if (faults.length > 0) throw new Faults(faults);
  const entries = orderByDependencies(loaded).map((plugin) => createEntry(plugin, host, log, clock));
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const viewers = inTap(entries, "tap_item_view");
  return {
    taps: { ...NO_TAPS, itemView: (state, item) => itemView(viewers, state, item) },
    collect(tap) {
      const collected = inTap(entries, tap).map((entry) => collectFrom(entry, tap));
      return {
        declarations: collected.flatMap(({ declarations }) => declarations),
        faults: collected.flatMap((one) => one.faults),
      };
    },
    release(state) {
      for (const [name, store] of state.stores) byName.get(name)?.pool.give(store as Store);
      state.stores.clear();
    },
    stats: () =>
      entries.map(({ name, pool, quarantine, counts }) => ({
        plugin: name,
        quarantined: quarantine.isClosed(),
        stores: pool.counts,
        taps: counts,
      })),
  };
}
