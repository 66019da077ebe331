import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SILENT } from "../kernel/model/log.ts";
import { prepareCall } from "../kernel/plugins/fuel.ts";
import { createStore } from "../kernel/plugins/instance.ts";
import type { LoadedPlugin } from "../kernel/plugins/loaded-plugin.ts";
import { createPlugins } from "../kernel/plugins/plugins.ts";
import { createStorePool } from "../kernel/plugins/pool.ts";
import type { GuestFunction } from "../kernel/plugins/store.ts";
import { host, itemOf, load, loaded, newState, quantiles } from "./phase0/measure.ts";

const SAMPLES = 4_000;
/** Calls in one sample: the clock is too coarse for one. */
const BATCH = 10;

/**
 * Measures what plugins cost. The tap reads three fields of an item of 2.4 KB, writes one and returns an element, which
 * is parsed and checked; `films` is the plugin of the demo site, with six reads and four elements. The floor is a call
 * of an empty WASM function.
 */
export async function run(): Promise<void> {
  const summary = await load("summary");
  const films = loaded("films", readFileSync(join(import.meta.dirname, "../plugins/films/films.wasm")), {
    string_encoding: "utf16",
  });
  const floor = quantiles(measure(emptyFunction()));
  console.log("| what | p50 µs | p95 µs | p99 µs | p50 / floor |\n|---|---|---|---|---|");
  row("empty WASM call (floor)", floor, floor);
  row("checkout and reset of a store", quantiles(measure(checkout(summary))), floor);
  row("new instance instead", quantiles(measure(instantiation(summary), SAMPLES / 20)), floor);
  row("tap alone, result not read", quantiles(measure(guestCall(summary))), floor);
  row("item_view by handle, element parsed", quantiles(measure(view(summary))), floor);
  row("item_view of films", quantiles(measure(view(films))), floor);
}

const item = itemOf(2_400);

function emptyFunction(): () => void {
  const bytes = Uint8Array.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f, 3, 2, 1, 0, 7, 5, 1, 1, 0x66, 0, 0, 10, 6, 1, 4,
    0, 0x20, 0, 0x0b,
  ]);
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {}).exports as { f: (value: number) => number };
  return () => void f(1);
}

function checkout(plugin: LoadedPlugin): () => void {
  const pool = createStorePool(plugin, host, SILENT);
  return () => pool.give(pool.take());
}

function instantiation(plugin: LoadedPlugin): () => void {
  return () => void createStore(plugin, host, SILENT, new Map());
}

function guestCall(plugin: LoadedPlugin): () => void {
  const pool = createStorePool(plugin, host, SILENT);
  const state = newState();
  state.items.push(item);
  let calls = 0;
  let store = pool.take();
  return () => {
    // A request views a page of items in one store.
    if (++calls % 25 === 0) {
      pool.give(store);
      store = pool.take();
    }
    store.context.state = state;
    prepareCall(store);
    (store.exports["tap-item-view"] as GuestFunction)(0);
  };
}

function view(plugin: LoadedPlugin): () => void {
  const plugins = createPlugins([plugin], host, SILENT);
  const state = newState();
  let calls = 0;
  return () => {
    plugins.taps.itemView(state, item);
    if (++calls % 25 !== 0) return;
    plugins.release(state);
    state.items.length = 0;
  };
}

/** Microseconds of one call, in `samples` batches, after a warm-up. */
function measure(call: () => void, samples = SAMPLES): number[] {
  for (let index = 0; index < samples * BATCH; index++) call();
  return Array.from({ length: samples }, () => {
    const started = performance.now();
    for (let index = 0; index < BATCH; index++) call();
    return ((performance.now() - started) * 1000) / BATCH;
  });
}

function row(name: string, values: readonly number[], floor: readonly number[]): void {
  const shown = values.map((value) => value.toFixed(value < 0.1 ? 3 : 2));
  console.log(`| ${name} | ${shown.join(" | ")} | ${(values[0]! / floor[0]!).toFixed(0)} |`);
}
