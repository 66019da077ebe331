import { Fault } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { TapOf } from "../model/taps.ts";
import { createBudget } from "./budget.ts";
import { failure } from "./call.ts";
import type { Entry } from "./entry.ts";
import { prepareCall } from "./fuel.ts";
import { readJson } from "./results.ts";
import type { GuestFunction, Store } from "./store.ts";

/** The taps whose results are desired state of the site. */
export type DesiredTap = TapOf<"desired">;

/**
 * Declaration of a plugin: a content type (`tap_item_info`), a permission (`tap_perm`), a page (`tap_menu`), a template
 * (`tap_theme`). `spec` is without the name.
 */
export type Declaration = { readonly plugin: string; readonly name: string; readonly spec: JsonObject };
export type Collected = { readonly declarations: readonly Declaration[]; readonly faults: readonly Fault[] };

/**
 * Asks one plugin for its declarations in `tap`; a failure comes back as a fault. There is no request, so nothing can
 * be waited for.
 */
export function collectFrom(entry: Entry, tap: DesiredTap): Collected {
  const target = entry.taps[tap]!;
  const counts = entry.counts[tap]!;
  let store: Store | undefined;
  counts.calls++;
  try {
    store = entry.pool.take();
    store.budget = createBudget(store.plugin.limits);
    prepareCall(store);
    const declared = readJson(store, (store.exports[target.exportName] as GuestFunction)());
    const declarations = declarationsOf(entry.name, NAMES[tap], declared);
    entry.pool.give(store);
    return { declarations, faults: [] };
  } catch (error) {
    counts.failures++;
    return { declarations: [], faults: [failure(entry, target, store, error)] };
  }
}

/** Key under which a declaration gives its name: a page by its path. */
const NAMES: { readonly [Tap in DesiredTap]: string } = {
  tap_item_info: "name",
  tap_perm: "name",
  tap_menu: "path",
  tap_theme: "name",
};

function declarationsOf(plugin: string, key: string, value: unknown): Declaration[] {
  if (!Array.isArray(value)) throw new Fault("plugin.bad_result", "It returned something that is not a list.");
  return value.map((entry: unknown) => {
    const { [key]: name, ...spec } = (isObject(entry) ? entry : {}) as JsonObject;
    if (typeof name !== "string") throw new Fault("plugin.bad_result", `It returned a declaration without a ${key}.`);
    return { plugin, name, spec };
  });
}
