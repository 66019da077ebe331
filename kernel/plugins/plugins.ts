import type { Clock } from "../base/clock.ts";
import { systemClock } from "../base/clock.ts";
import { Fault, Faults } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { RenderElement } from "../model/elements.ts";
import type { HostFunctions } from "../model/host-functions.ts";
import type { Item } from "../model/item.ts";
import type { Log } from "../model/log.ts";
import type { RequestState } from "../model/request-state.ts";
import type { TAPS, TapName, Taps } from "../model/taps.ts";
import { checkElement } from "./check-element.ts";
import { faultOf } from "./instance.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import { checkDependencies, orderByDependencies } from "./order.ts";
import type { Pool, PoolCounts } from "./pool.ts";
import { createStorePool } from "./pool.ts";
import type { Quarantine } from "./quarantine.ts";
import { createQuarantine, QUARANTINE } from "./quarantine.ts";
import { readJson } from "./results.ts";
import type { Store } from "./store.ts";
import { prepareCall } from "./store.ts";

/** The taps whose results are desired state of the site. */
export type DesiredTap = { [Tap in TapName]: (typeof TAPS)[Tap]["combine"] extends "desired" ? Tap : never }[TapName];

/** What a plugin declares: a content type (`tap_item_info`), a permission (`tap_perm`). `spec` is without the name. */
export type Declaration = { readonly plugin: string; readonly name: string; readonly spec: JsonObject };
export type Collected = { readonly declarations: readonly Declaration[]; readonly faults: readonly Fault[] };

/** What a plugin did in one tap since it was loaded. */
export type TapCounts = { calls: number; failures: number; milliseconds: number; fuel: number };
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

type Entry = {
  readonly name: string;
  readonly pool: Pool;
  readonly quarantine: Quarantine;
  readonly counts: { [Tap in TapName]?: TapCounts };
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
    taps: { itemView: (state, item) => itemView(viewers, state, item) },
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

function createEntry(plugin: LoadedPlugin, host: HostFunctions, log: Log, clock: Clock): Entry {
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
function inTap(entries: readonly Entry[], tap: TapName): Entry[] {
  const weight = ({ pool }: Entry) => pool.plugin.spec.taps.options?.[tap]?.weight ?? 0;
  return entries
    .filter(({ pool }) => pool.plugin.taps.includes(tap))
    .sort((left, right) => weight(left) - weight(right));
}

const NOTHING: readonly RenderElement[] = Object.freeze([]);

function itemView(viewers: readonly Entry[], state: RequestState, item: Item): readonly RenderElement[] {
  if (viewers.length === 0) return NOTHING;
  const started = performance.now();
  const handle = state.items.push(item) - 1;
  const elements: RenderElement[] = [];
  for (const entry of viewers) {
    const element = viewOf(entry, state, handle);
    if (element !== null) elements.push(element);
  }
  state.profile.taps += viewers.length;
  state.profile.tapMs += performance.now() - started;
  return elements;
}

function viewOf(entry: Entry, state: RequestState, handle: number): RenderElement | null {
  if (entry.quarantine.isClosed()) return null;
  let store: Store | undefined;
  try {
    store = storeOf(entry, state);
    const element = checkElement(callTap(entry, store, "tap_item_view", handle));
    entry.quarantine.succeeded();
    return element;
  } catch (error) {
    report(entry, state, "tap_item_view", store, error);
    return null;
  }
}

/** The store that the plugin has in this request, told about the state of this very call: its `db` may be a transaction by now. */
function storeOf(entry: Entry, state: RequestState): Store {
  let store = state.stores.get(entry.name) as Store | undefined;
  if (store === undefined) {
    store = entry.pool.take();
    state.stores.set(entry.name, store);
  }
  store.context.state = state;
  return store;
}

function callTap(entry: Entry, store: Store, tap: TapName, ...parameters: number[]): unknown {
  const counts = entry.counts[tap]!;
  counts.calls++;
  prepareCall(store);
  const started = performance.now();
  try {
    const at = store.taps[tap]!(...parameters);
    const value = readJson(store, at);
    store.posts[tap]?.(at);
    return value;
  } finally {
    counts.milliseconds += performance.now() - started;
    counts.fuel += store.plugin.limits.fuel - store.fuel.value;
  }
}

/** Logs a failure and forgets the store: nobody knows what state it is in. */
function report(entry: Entry, state: RequestState, tap: TapName, store: Store | undefined, error: unknown): void {
  const fault = failure(entry, tap, store, error);
  const fields = { plugin: entry.name, tap, code: fault.code, request: state.id };
  state.log.error(fields, fault.message);
  state.stores.delete(entry.name);
  entry.counts[tap]!.failures++;
  if (store !== undefined) entry.pool.counts.discarded++;
  if (entry.quarantine.failed()) {
    state.log.error(
      fields,
      `Plugin '${entry.name}' failed ${QUARANTINE.failures} times in a row and is left out for ${QUARANTINE.milliseconds / 1000} s.`,
    );
  }
}

function failure(entry: Entry, tap: TapName, store: Store | undefined, error: unknown): Fault {
  const where = `Plugin '${entry.name}' failed in ${tap}.`;
  if (store === undefined) return new Fault("plugin.trapped", `${where} ${messageOf(error)}`, { cause: error });
  const fault = faultOf(store, error, "in this call");
  return new Fault(fault.code, `${where} ${fault.message}`, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function collectFrom(entry: Entry, tap: DesiredTap): Collected {
  let store: Store | undefined;
  try {
    store = entry.pool.take();
    const declarations = declarationsOf(entry.name, callTap(entry, store, tap));
    entry.pool.give(store);
    return { declarations, faults: [] };
  } catch (error) {
    entry.counts[tap]!.failures++;
    return { declarations: [], faults: [failure(entry, tap, store, error)] };
  }
}

function declarationsOf(plugin: string, value: unknown): Declaration[] {
  if (!Array.isArray(value)) throw new Fault("plugin.bad_result", "It returned something that is not a list.");
  return value.map((entry: unknown) => {
    if (!isObject(entry) || typeof entry["name"] !== "string") {
      throw new Fault("plugin.bad_result", "It returned a declaration without a name.");
    }
    const { name, ...spec } = entry as JsonObject & { readonly name: string };
    return { plugin, name, spec };
  });
}
