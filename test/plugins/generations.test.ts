import { expect, test } from "@jest/globals";
import { createPluginRuntime, loadPlugins } from "../../kernel/boot/load-plugins.ts";
import type { Cache } from "../../kernel/model/cache.ts";
import type { BundleFile } from "../../kernel/model/desired.ts";
import { createGate } from "../../kernel/plugins/gate.ts";
import type { Plugins } from "../../kernel/plugins/plugins.ts";
import { guest, itemOf, requestState, returning, specOf } from "../support/guests.ts";
import { recordingLog } from "../support/recording-log.ts";

/** Waits for the cache of the request, then says something. */
const waiter = guest(
  `(import "trovato:kernel/cache-api@1.0.0" "invalidate-tag" (func $wait (param i32 i32)))\n${returning(
    '{"#type":"markup","#value":"0"}',
  ).replace("(i32.const 16))", "(call $wait (i32.const 64) (i32.const 1)) (i32.const 16))")}`,
);

const bundle = (name: string) =>
  ({
    name,
    manifest: specOf(name, { limits: { timeout_ms: 20_000 } }),
    manifestFile: `plugins/${name}/${name}.info.yaml`,
    wasm: waiter,
  }) as unknown as BundleFile;

test("all generations of a process share the places of suspended calls", async () => {
  const { log } = recordingLog();
  const gate = createGate({ most: 50, mostWithNested: 60, mostWaiting: 10_000 });
  const runtime = createPluginRuntime(gate);
  const before = loadPlugins([bundle("one"), bundle("two")], log, runtime);
  const after = loadPlugins([bundle("one"), bundle("two")], log, runtime);
  let now = 0;
  let most = 0;
  const invalidate = async () => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 5));
    now--;
  };
  const view = async (plugins: Plugins) => {
    const cache = { invalidate } as unknown as Cache;
    const state = requestState(log, { taps: plugins.taps, cache });
    const elements = await plugins.taps.itemView(state, itemOf({}));
    plugins.release(state);
    return elements.length;
  };
  const generations = [before.plugins, before.only(new Set(["one"])), after.plugins, after.only(new Set(["two"]))];
  const lengths = await Promise.all(generations.flatMap((plugins) => Array.from({ length: 200 }, () => view(plugins))));
  expect(lengths.reduce((sum, length) => sum + length)).toBe(200 * 6);
  expect(most).toBe(50);
  expect(gate.counts()).toEqual({ inside: 0, waiting: 0, most: 50 });
});
