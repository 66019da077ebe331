import type { Item } from "../../kernel/model/item.ts";
import { itemJson } from "../../kernel/model/item.ts";
import { SILENT } from "../../kernel/model/log.ts";
import type { LoadedPlugin } from "../../kernel/plugins/loaded-plugin.ts";
import { createPlugins } from "../../kernel/plugins/plugins.ts";
import type { Quantiles } from "./measure.ts";
import { host, itemOf, load, loadC, newState, printTable, quantiles } from "./measure.ts";

const CALLS = 500;
/** Calls before those that are counted: a plugin that is used is compiled to the end. */
const WARM_UP = 20_000;
/** How often the 500 calls are made; each column is the median over the rounds. */
const ROUNDS = 9;
const ITEMS_PER_REQUEST = 25;

/**
 * A tap that reads three fields of an item, writes one and returns an element, 500 times: once with the item by handle,
 * where the kernel checks what is written and keeps it for all that hold the handle; once with the item as JSON, where
 * it is written into the guest's copy. Each call is one item of a page of 25, from the handle (or the item) to the
 * element, parsed and checked.
 */
export async function serialization(): Promise<void> {
  const byHandle = await load("summary");
  const inFull = await load("summary-full", { data_mode: "full" });
  const rows: (string | number)[][] = [];
  for (const bytes of [2_400, 20_000]) {
    const item = itemOf(bytes);
    const size = `${(JSON.stringify(itemJson(item)).length / 1000).toFixed(1)} KB`;
    const handle = measure(byHandle, item);
    const full = measure(inFull, item);
    rows.push([`handle, ${size}`, ...handle, 1], [`full, ${size}`, ...full, full[0] / handle[0]]);
  }
  const inC = measure(loadC(), itemOf(2_400));
  rows.push(["handle, 2.4 KB, in C without the SDK (two reads)", ...inC, ""]);
  printTable(["mode", "p50 µs", "p95 µs", "p99 µs", "p50 / handle"], rows);
}

function measure(plugin: LoadedPlugin, item: Item): Quantiles {
  const plugins = createPlugins([plugin], host, SILENT);
  const state = newState();
  let calls = 0;
  const view = () => {
    const elements = plugins.taps.itemView(state, item) as readonly unknown[];
    if (elements.length !== 1) throw new Error(`${plugin.name} returned nothing.`);
    if (++calls % ITEMS_PER_REQUEST !== 0) return;
    plugins.release(state);
    state.items.length = 0;
  };
  for (let call = 0; call < WARM_UP; call++) view();
  const rounds = Array.from({ length: ROUNDS }, () => quantiles(Array.from({ length: CALLS }, () => timed(view))));
  const median = (column: 0 | 1 | 2) => quantiles(rounds.map((round) => round[column]))[0];
  return [median(0), median(1), median(2)];
}

function timed(call: () => void): number {
  const started = performance.now();
  call();
  return (performance.now() - started) * 1000;
}
