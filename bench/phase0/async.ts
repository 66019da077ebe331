import { SILENT } from "../../kernel/model/log.ts";
import { createGate } from "../../kernel/plugins/gate.ts";
import type { LoadedPlugin } from "../../kernel/plugins/loaded-plugin.ts";
import type { Plugins } from "../../kernel/plugins/plugins.ts";
import { createPlugins } from "../../kernel/plugins/plugins.ts";
import { itemOf, load, memoryUsed, newState, printTable, quantiles, waitingHost } from "./measure.ts";

const item = itemOf(2_400);
const TAIL_WAIT = 2_000;

/**
 * Calls that wait for the kernel, suspended: a hundred that wait 10 ms each, ten thousand at once, and (with `flood`) a
 * hundred thousand that run into their deadline.
 */
export async function async(flood: boolean): Promise<void> {
  const plugin = await load("waiting");
  const rows: (string | number)[][] = [];
  const ten = createPlugins([plugin], waitingHost(10), SILENT);
  for (let round = 0; round < 5; round++) await waits(ten, 100);
  const rounds = [];
  for (let round = 0; round < 20; round++) rounds.push(await waits(ten, 100));
  rows.push(["100 × 10 ms, all done after", ...quantiles(rounds), ""]);

  const immediate = createPlugins([plugin], waitingHost(0), SILENT);
  rows.push(["one call that waits for a timer of 0 ms", ...(await oneByOne(immediate, 500)), ""]);

  const tail = createPlugins([patient(plugin, 60_000)], waitingHost(TAIL_WAIT), SILENT);
  const before = memoryUsed();
  const all = waits(tail, 10_000);
  await new Promise((resolve) => setTimeout(resolve, TAIL_WAIT / 2));
  const held = memoryUsed() - before;
  const took = await all;
  rows.push([`10,000 suspended for ${TAIL_WAIT} ms, all done after`, took, took, took, held]);
  printTable(["what", "p50 ms", "p95 ms", "p99 ms", "MB held"], rows);
  if (flood) await deadlines(plugin);
}

function patient(plugin: LoadedPlugin, timeoutMs: number): LoadedPlugin {
  return { ...plugin, limits: { ...plugin.limits, timeoutMs } };
}

/** Milliseconds until `count` requests that wait at once are all answered. */
async function waits(plugins: Plugins, count: number): Promise<number> {
  const started = performance.now();
  await Promise.all(Array.from({ length: count }, () => request(plugins)));
  return performance.now() - started;
}

async function request(plugins: Plugins): Promise<void> {
  const state = newState();
  await plugins.taps.itemView(state, item);
  plugins.release(state);
}

async function oneByOne(plugins: Plugins, count: number) {
  const times: number[] = [];
  for (let call = 0; call < count; call++) {
    const started = performance.now();
    await request(plugins);
    times.push(performance.now() - started);
  }
  return quantiles(times);
}

/** A hundred thousand calls that wait for what never comes, 5,000 of them suspended at a time. */
async function deadlines(plugin: LoadedPlugin): Promise<void> {
  let now = 0;
  // The clock runs ahead, so that the plugin is never left out for its failures.
  const clock = { now: () => (now += 60_000) };
  const gate = createGate({ most: 5_000, mostWithNested: 5_000, mostWaiting: 100_000 });
  const plugins = createPlugins([patient(plugin, 20)], waitingHost(2 ** 31 - 1), SILENT, clock, gate);
  const rows: (string | number)[][] = [];
  for (let round = 1; round <= 5; round++) {
    const took = await waits(plugins, 20_000);
    rows.push([String(round * 20_000), took, memoryUsed(), gate.counts().inside]);
  }
  console.log();
  printTable(["calls ended by their deadline", "ms", "MB of the process", "still suspended"], rows);
}
