import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../kernel/base/clock.ts";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import type { PluginSpec } from "../../kernel/kinds/plugin/plugin-spec.ts";
import { itemTypeOf } from "../../kernel/kinds/type/item-type.ts";
import type { HostFunctions } from "../../kernel/model/host-functions.ts";
import type { Item } from "../../kernel/model/item.ts";
import { SILENT } from "../../kernel/model/log.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { loadPlugin } from "../../kernel/plugins/load.ts";
import type { LoadedPlugin } from "../../kernel/plugins/loaded-plugin.ts";
import { compilePlugin } from "../../sdk/build.ts";
export const host = createHostFunctions();

/** The kernel's functions, with a wait of `milliseconds` in the place of the cache. */
export function waitingHost(milliseconds: number): HostFunctions {
  // A wait that is never over does not keep the process alive.
  const get = () => new Promise<string | null>((resolve) => setTimeout(resolve, milliseconds, null).unref());
  return { ...host, "cache-api": { ...host["cache-api"], get } };
}

/** Compiles the plugin `bench/plugins/NAME` and loads it. */
export async function load(name: string, more: Partial<PluginSpec> = {}): Promise<LoadedPlugin> {
  const { wasm, errors } = await compilePlugin(join(import.meta.dirname, "../plugins", name));
  if (wasm === null) throw new Error(errors.map(({ text }) => text).join("\n"));
  return loaded(name, wasm, { string_encoding: "utf16", ...more });
}

/** The plugin in C that the tests use. */
export function loadC(): LoadedPlugin {
  return loaded("summary", readFileSync(join(import.meta.dirname, "../../test/plugins/c-guest/summary.wasm")), {});
}

/** Loads the compiled plugin `NAME`. */
export function loaded(name: string, wasm: Uint8Array, more: Partial<PluginSpec>): LoadedPlugin {
  const plugin = name.replaceAll("-", "_");
  const manifest = {
    name: plugin,
    version: "1.0.0",
    abi: 1,
    taps: { implements: ["tap_item_view"] },
    ...more,
  } as const;
  return loadPlugin({ name: plugin, manifest, wasm, file: `plugins/${plugin}/${plugin}.info.yaml` });
}

/** A film whose body has the length that makes the item about `bytes` long as JSON. */
export function itemOf(bytes: number): Item {
  const sentence = "A retired gunslinger takes one last job. ";
  return {
    id: "0190a6e0-0000-7000-8000-000000000001",
    type: "film",
    title: "Unforgiven",
    authorId: "0190a6e0-0000-7000-8000-000000000002",
    published: true,
    created: 1_700_000_000_000,
    changed: 1_700_000_000_000,
    fields: {
      field_body: { value: sentence.repeat(Math.ceil(bytes / sentence.length)).slice(0, bytes - 600), format: "plain" },
      field_director: { value: "Clint Eastwood" },
      field_votes: { value: 96_111 },
      field_rating: { value: 8.3 },
      field_budget: { value: 14_400_000 },
      field_gross: { value: 159_157_447 },
      field_released: { value: "1992-08-07" },
      field_genres: [{ target_id: "0190a6e0-0000-7000-8000-000000000003", target_type: "category_tag" }],
    },
  } as unknown as Item;
}

const film = itemTypeOf("film", { label: "Film", fields: { field_summary: { type: "text", label: "Summary" } } });
const NO_DATABASE = { until: () => NO_DATABASE } as unknown as RequestState["db"];

export function newState(more: Partial<RequestState> = {}): RequestState {
  return {
    id: "bench",
    db: NO_DATABASE,
    site: { types: new Map([["film", film]]) },
    items: [],
    stores: new Map(),
    context: new Map(),
    profile: { taps: 0, tapMs: 0, tapFailures: 0 },
    signal: new AbortController().signal,
    log: SILENT,
    clock: systemClock,
    ...more,
  } as unknown as RequestState;
}

export type Quantiles = readonly [p50: number, p95: number, p99: number];

export function quantiles(samples: readonly number[]): Quantiles {
  const sorted = [...samples].sort((left, right) => left - right);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return [at(0.5), at(0.95), at(0.99)];
}

/** Prints a table in Markdown. Numbers have three digits that matter. */
export function printTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const shown = (cell: string | number) => (typeof cell === "number" ? String(Number(cell.toPrecision(3))) : cell);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  console.log([line(head), line(head.map(() => "---")), ...rows.map((row) => line(row.map(shown)))].join("\n"));
}

export function printMachine(): void {
  const [{ model } = { model: "unknown" }] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  console.log(`Node ${process.versions.node}, ${availableParallelism()} × ${model.trim()}, ${memory} GB\n`);
}

/** Measures what the process holds, in MB, after a collection where the engine allows one. */
export function memoryUsed(): number {
  (globalThis as { readonly gc?: () => void }).gc?.();
  return process.memoryUsage().rss / 1024 / 1024;
}
