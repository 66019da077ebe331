import type { Clock } from "../base/clock.ts";
import type { HostFunctions } from "../model/host-functions.ts";
import type { Log } from "../model/log.ts";
import type { TapName } from "../model/taps.ts";
import type { Gate } from "./gate.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import type { Pool } from "./pool.ts";
import { createStorePool } from "./pool.ts";
import type { Quarantine } from "./quarantine.ts";
import { createQuarantine } from "./quarantine.ts";
import type { Target } from "./target.ts";
import { offeredTarget, tapTarget } from "./target.ts";

/** Counts of a plugin's calls in one tap, or of one function that it offers, since it was loaded. */
export type CallCounts = { calls: number; failures: number; milliseconds: number; fuel: number };

/** A plugin that can be called: its pool, and what is known of its calls so far. */
export type Entry = {
  readonly name: string;
  readonly pool: Pool;
  readonly gate: Gate;
  readonly quarantine: Quarantine;
  readonly taps: { readonly [Tap in TapName]?: Target };
  readonly functions: ReadonlyMap<string, Target>;
  readonly counts: { readonly [label: string]: CallCounts };
};

export function createEntry(plugin: LoadedPlugin, host: HostFunctions, log: Log, clock: Clock, gate: Gate): Entry {
  const { name } = plugin;
  const taps = plugin.taps.map((tap): [TapName, Target] => [tap, tapTarget(plugin, tap)]);
  const functions = [...plugin.functions].map((key): [string, Target] => [key, offeredTarget(plugin, key)]);
  const counts = [...taps, ...functions].map(([label]): [string, CallCounts] => [
    label,
    { calls: 0, failures: 0, milliseconds: 0, fuel: 0 },
  ]);
  return {
    name,
    pool: createStorePool(plugin, host, log),
    gate,
    quarantine: createQuarantine(clock),
    taps: Object.fromEntries(taps),
    functions: new Map(functions),
    counts: Object.fromEntries(counts),
  };
}

/** Selects the plugins that implement `tap`, in the order in which they are called. */
export function inTap(entries: readonly Entry[], tap: TapName): Entry[] {
  const weight = ({ pool }: Entry) => pool.plugin.spec.taps.options?.[tap]?.weight ?? 0;
  return entries.filter(({ taps }) => taps[tap] !== undefined).sort((left, right) => weight(left) - weight(right));
}
