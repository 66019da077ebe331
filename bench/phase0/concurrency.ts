import { SILENT } from "../../kernel/model/log.ts";
import type { LoadedPlugin } from "../../kernel/plugins/loaded-plugin.ts";
import type { Plugins } from "../../kernel/plugins/plugins.ts";
import { createPlugins } from "../../kernel/plugins/plugins.ts";
import { host, itemOf, load, loadC, newState, printTable, quantiles } from "./measure.ts";

const ROUNDS = 20;
const item = itemOf(2_400);

/**
 * Many requests at once, each with an instance of its own: instantiated for it (no pool), or checked out of the pool.
 * The time of one is its own, from its beginning to its element; the last column is how long all of them took, one
 * after the other on one thread.
 */
export async function concurrency(): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const [name, plugin] of [
    ["AssemblyScript", await load("summary")],
    ["C", loadC()],
  ] as const) {
    for (const count of [100, 2_000]) {
      rows.push([`${name}: ${count} × instantiate and call`, ...rounds(() => fresh(plugin, count))]);
      rows.push([`${name}: ${count} × check out and call`, ...rounds(pooled(plugin, count))]);
    }
  }
  printTable(["what", "p50 ms", "p95 ms", "p99 ms", "all ms"], rows);
}

type Round = { readonly times: readonly number[]; readonly all: number };

/** The median of each number over the rounds. */
function rounds(round: () => Round): number[] {
  for (let index = 0; index < 3; index++) round();
  const seen = Array.from({ length: ROUNDS }, () => {
    const { times, all } = round();
    return [...quantiles(times), all];
  });
  return [0, 1, 2, 3].map((column) => quantiles(seen.map((one) => one[column]!))[0]);
}

/** Plugins whose pool is empty, so that every request makes an instance. */
function fresh(plugin: LoadedPlugin, count: number): Round {
  return arrive(createPlugins([plugin], host, SILENT), count);
}

function pooled(plugin: LoadedPlugin, count: number): () => Round {
  const plugins = createPlugins([plugin], host, SILENT);
  return () => arrive(plugins, count);
}

function arrive(plugins: Plugins, count: number): Round {
  const states = Array.from({ length: count }, () => newState());
  const arrived = performance.now();
  const times = states.map((state) => {
    const started = performance.now();
    plugins.taps.itemView(state, item);
    return performance.now() - started;
  });
  const all = performance.now() - arrived;
  for (const state of states) plugins.release(state);
  return { times, all };
}
