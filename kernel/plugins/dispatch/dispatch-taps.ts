import type { Taps } from "../../model/request-state.ts";
import type { TapName } from "../../model/taps.ts";
import { TAPS } from "../../model/taps.ts";
import type { Entry } from "../entry.ts";
import { inTap } from "../entry.ts";
import type { Held } from "../store.ts";
import { access } from "./access.ts";
import { alter } from "./alter.ts";
import { check } from "./check.ts";
import { each } from "./each.ts";
import { itemView } from "./item-view.ts";
import { lists } from "./lists.ts";
import { invoke, one } from "./one.ts";

/** How the rooms reach `entries`, which are in the order of their dependencies. */
export function dispatchTaps(entries: readonly Entry[]): Taps {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const byTap = Object.fromEntries(
    Object.keys(TAPS).map((tap) => [tap, inTap(entries, tap as TapName)]),
  ) as unknown as { readonly [Tap in TapName]: readonly Entry[] };
  return {
    has: (tap) => byTap[tap].length > 0,
    itemView: (state, item) => itemView(byTap.tap_item_view, state, item),
    alter: (state, tap, given, value, read) => alter(byTap[tap], state, tap, given, value, read),
    check: (state, tap, given, around) => check(byTap[tap], state, tap, given, around),
    each: (state, tap, given, around) => each(byTap[tap], state, tap, given, around),
    access: (state, tap, given, of) => access(among(byTap[tap], of), state, tap, given),
    lists: (state, tap, given, read, { of, around } = {}) =>
      lists(among(byTap[tap], of), state, tap, given, read, around),
    one: (state, plugin, tap, given) => one(byName, state, plugin, tap, given),
    exists: (plugin) => byName.has(plugin),
    invoke: (state, plugin, name, payload) => invoke(byName, state, plugin, name, payload),
    release({ stores }) {
      for (const [name, held] of stores as Map<string, Held>) {
        const { store } = held;
        // A call that is still under way gives its store back when it ends.
        held.store = null;
        if (store !== null && !store.busy) byName.get(name)?.pool.give(store);
      }
      stores.clear();
    },
  };
}

function among(entries: readonly Entry[], names: readonly string[] | undefined): readonly Entry[] {
  return names === undefined ? entries : entries.filter(({ name }) => names.includes(name));
}
