import type { Clock } from "../base/clock.ts";
import type { HostFunctions } from "../model/host-functions.ts";
import type { Log } from "../model/log.ts";
import type { TapName } from "../model/taps.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import type { Pool } from "./pool.ts";
import { createStorePool } from "./pool.ts";
import type { Quarantine } from "./quarantine.ts";
import { createQuarantine } from "./quarantine.ts";

/** What a plugin did in one tap since it was loaded. */
export type TapCounts = { calls: number; failures: number; milliseconds: number; fuel: number };

/** A plugin that can be called: its pool, and what is known of its calls so far. */
export type Entry = {
  readonly name: string;
  readonly pool: Pool;
  readonly quarantine: Quarantine;
  readonly counts: { [Tap in TapName]?: TapCounts };
};

export function createEntry(plugin: LoadedPlugin, host: HostFunctions, log: Log, clock: Clock): Entry {
  const counts = plugin.taps.map((tap): [TapName, TapCounts] => [
    tap,
    { calls: 0, failures: 0, milliseconds: 0, fuel: 0 },
  ]);
  return {
    name: plugin.name,
    pool: createStorePool(plugin, host, log),
    quarantine: createQuarantine(clock),
    counts: Object.fromEntries(counts),
  };
}

/** Those that implement `tap`, in the order in which they are called. */
export function inTap(entries: readonly Entry[], tap: TapName): Entry[] {
  const weight = ({ pool }: Entry) => pool.plugin.spec.taps.options?.[tap]?.weight ?? 0;
  return entries
    .filter(({ pool }) => pool.plugin.taps.includes(tap))
    .sort((left, right) => weight(left) - weight(right));
}
