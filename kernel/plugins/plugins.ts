import type { Clock } from "../base/clock.ts";
import { systemClock } from "../base/clock.ts";
import { Faults } from "../base/fault.ts";
import type { HostFunctions } from "../model/host-functions.ts";
import type { Log } from "../model/log.ts";
import type { RequestState, Taps } from "../model/request-state.ts";
import type { Collected, DesiredTap } from "./collect.ts";
import { collectFrom } from "./collect.ts";
import { dispatchTaps } from "./dispatch/dispatch-taps.ts";
import type { CallCounts } from "./entry.ts";
import { createEntry, inTap } from "./entry.ts";
import type { Gate } from "./gate.ts";
import { createGate } from "./gate.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import { checkDependencies, orderByDependencies } from "./order.ts";
import type { PoolCounts } from "./pool.ts";

export type PluginStats = {
  readonly plugin: string;
  /** True while it is left out because it failed again and again. */
  readonly quarantined: boolean;
  readonly stores: Readonly<PoolCounts>;
  /** Counts of its calls, by tap and by offered function. */
  readonly taps: { readonly [label: string]: Readonly<CallCounts> };
};

/** The plugins of one generation of the site, ready to be called. */
export type Plugins = {
  readonly taps: Taps;
  /**
   * Collects the declarations of the plugins, in order; a plugin that fails comes back as a fault, because a plan
   * without its part would be a lie.
   */
  collect(tap: DesiredTap): Collected;
  /** Gives the stores of a request back at its end. */
  release(state: RequestState): void;
  stats(): readonly PluginStats[];
};

/**
 * Makes `loaded` callable. They take part in a tap in order of its weight; equal weights go by dependencies, then by
 * name. `gate` bounds the calls that may be suspended at once, and is to be one for all generations of a process.
 * @throws Faults `plugin.missing_dependency`, `plugin.cycle`
 */
export function createPlugins(
  loaded: readonly LoadedPlugin[],
  host: HostFunctions,
  log: Log,
  clock: Clock = systemClock,
  gate: Gate = createGate(),
): Plugins {
  const faults = checkDependencies(loaded);
  if (faults.length > 0) throw new Faults(faults);
  const entries = orderByDependencies(loaded).map((plugin) => createEntry(plugin, host, log, clock, gate));
  const taps = dispatchTaps(entries);
  return {
    taps,
    collect(tap) {
      const collected = inTap(entries, tap).map((entry) => collectFrom(entry, tap));
      return {
        declarations: collected.flatMap(({ declarations }) => declarations),
        faults: collected.flatMap((one) => one.faults),
      };
    },
    release: taps.release,
    stats: () =>
      entries.map(({ name, pool, quarantine, counts }) => ({
        plugin: name,
        quarantined: quarantine.isClosed(),
        stores: pool.counts,
        taps: counts,
      })),
  };
}
