import { createStore } from "../../kernel/plugins/instance.ts";
import type { LoadedPlugin } from "../../kernel/plugins/loaded-plugin.ts";
import { createPlugins } from "../../kernel/plugins/plugins.ts";
import type { Store } from "../../kernel/plugins/store.ts";
import type { Quantiles } from "./measure.ts";
import { host, itemOf, load, loadC, memoryUsed, newState, printTable, quantiles, quiet } from "./measure.ts";

const ROUNDS = 20;
const item = itemOf(2_400);

/**
 * Many requests at once, each with an instance of its own: instantiated for it (no pool), or checked out of the pool. The time of one goes
 * from the moment when all arrive to its element, so the last one has waited for all others: this is one thread.
 */
export async function concurrency(): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const [name, plugin] of [
    ["AssemblyScript", await load("summary")],
    ["C", loadC()],
  ] as const) {
    for (const count of [100, 2_000]) {
      rows.push([`${name}: ${count} × instantiate and call`, ...rounds(() => fresh(plugin, count)), ""]);
      rows.push([`${name}: ${count} × check out and call`, ...rounds(pooled(plugin, count)), ""]);
      const before = memoryUsed();
      const kept = instances(plugin, count);
      rows.push([`${name}: ${count} instances kept`, "", "", "", (memoryUsed() - before) / kept.length]);
    }
  }
  printTable(["what", "p50 ms", "p95 ms", "p99 ms", "MB each"], rows);
}

function rounds(round: () => number[]): Quantiles {
  for (let index = 0; index < 3; index++) round();
  const all = Array.from({ length: ROUNDS }, () => quantiles(round()));
  const median = (column: 0 | 1 | 2) => quantiles(all.map((one) => one[column]))[0];
  return [median(0), median(1), median(2)];
}

/** Plugins whose pool is empty, so that every request makes an instance. */
function fresh(plugin: LoadedPlugin, count: number): number[] {
  const plugins = createPlugins([plugin], host, quiet);
  return arrive(plugins, count);
}

function pooled(plugin: LoadedPlugin, count: number): () => number[] {
  const plugins = createPlugins([plugin], host, quiet);
  return () => arrive(plugins, count);
}

function arrive(plugins: ReturnType<typeof createPlugins>, count: number): number[] {
  const states = Array.from({ length: count }, () => newState());
  const arrived = performance.now();
  const times = states.map((state) => {
    plugins.taps.itemView(state, item);
    return performance.now() - arrived;
  });
  for (const state of states) plugins.release(state);
  return times;
}

function instances(plugin: LoadedPlugin, count: number): Store[] {
  return Array.from({ length: count }, () => createStore(plugin, host, quiet, new Map()));
}
