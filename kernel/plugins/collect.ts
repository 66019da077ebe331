import { Fault } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { TAPS, TapName } from "../model/taps.ts";
import { callTap, failure } from "./call.ts";
import type { Entry } from "./entry.ts";
import type { Store } from "./store.ts";

/** The taps whose results are desired state of the site. */
export type DesiredTap = { [Tap in TapName]: (typeof TAPS)[Tap]["combine"] extends "desired" ? Tap : never }[TapName];

/** What a plugin declares: a content type (`tap_item_info`), a permission (`tap_perm`). `spec` is without the name. */
export type Declaration = { readonly plugin: string; readonly name: string; readonly spec: JsonObject };
export type Collected = { readonly declarations: readonly Declaration[]; readonly faults: readonly Fault[] };

/** What one plugin declares in `tap`, or the fault that kept it from saying so. */
export function collectFrom(entry: Entry, tap: DesiredTap): Collected {
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
