import { describe, expect, test } from "@jest/globals";
import type { HostContext } from "../../kernel/model/host-functions.ts";
import { SILENT } from "../../kernel/model/log.ts";
import { createGate } from "../../kernel/plugins/gate.ts";
import { loadPlugin } from "../../kernel/plugins/load.ts";
import { QUARANTINE } from "../../kernel/plugins/quarantine.ts";
import {
  filesOf,
  guest,
  hostWith,
  itemOf,
  pluginsOf,
  requestState,
  returning,
  specOf,
  wat,
} from "../support/guests.ts";

const WAIT = '(import "trovato:kernel/cache-api@1.0.0" "invalidate-tag" (func $wait (param i32 i32)))\n';
const ONE = '{"#type":"markup","#value":"0"}';
const RETURN = "(i32.const 16))";

/** Waits, then counts its calls in the text of its element. */
const counting = guest(
  WAIT +
    returning(ONE).replace(
      RETURN,
      `(call $wait (i32.const 64) (i32.const 1))
      (i32.store8 (i32.const 92) (i32.add (i32.load8_u (i32.const 92)) (i32.const 1))) ${RETURN}`,
    ),
);
const forEver = guest(
  WAIT + returning(ONE).replace(RETURN, `(loop $l (call $wait (i32.const 64) (i32.const 1)) (br $l)) ${RETURN}`),
);

const waiting = (work: (context: HostContext) => unknown) => hostWith({ "cache-api": { "invalidate-tag": work } });
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const values = (elements: readonly unknown[]) =>
  (elements as readonly { readonly "#value": string }[]).map((element) => element["#value"]);
const limited = (name: string, wasm: Uint8Array, limits: object) =>
  filesOf(name, wasm, { manifest: specOf(name, { limits }) });

describe("a call that waits", () => {
  test("keeps the state of its store within the request", async () => {
    const { plugins, state } = pluginsOf({ counting }, undefined, { host: waiting(() => sleep(1)) });
    const view = async () => values(await plugins.taps.itemView(state, itemOf({})));
    expect([await view(), await view()]).toEqual([["1"], ["2"]]);
    plugins.release(state);
    expect(await view()).toEqual(["1"]);
    expect(plugins.stats()[0]!.stores).toEqual({ created: 1, resets: 1, discarded: 0 });
  });

  test("shares its store with nobody while it lasts", async () => {
    const { plugins, state } = pluginsOf({ counting }, undefined, { host: waiting(() => sleep(5)) });
    const views = [1, 2, 3].map(async () => values(await plugins.taps.itemView(state, itemOf({}))));
    expect(await Promise.all(views)).toEqual([["1"], ["1"], ["1"]]);
    expect(plugins.stats()[0]!.stores).toEqual({ created: 3, resets: 2, discarded: 0 });
  });

  test("gives its store back when the request ended before it did", async () => {
    const { plugins, state } = pluginsOf({ counting }, undefined, { host: waiting(() => sleep(5)) });
    const view = plugins.taps.itemView(state, itemOf({}));
    plugins.release(state);
    await view;
    expect(plugins.stats()[0]!.stores).toEqual({ created: 1, resets: 1, discarded: 0 });
  });

  test.each([
    ["in one wait", counting, () => new Promise(() => {})],
    ["in many waits", forEver, () => sleep(2)],
  ])("ends at its deadline %s, and what it waits for is told", async (_name, wasm, wait) => {
    const signals: AbortSignal[] = [];
    const host = waiting(({ state }) => {
      signals.push(state.signal);
      return wait();
    });
    const { plugins, state, lines } = pluginsOf({ slow: limited("slow", wasm, { timeout_ms: 30 }) }, undefined, {
      host,
    });
    const started = performance.now();
    expect(await plugins.taps.itemView(state, itemOf({}))).toEqual([]);
    expect(performance.now() - started).toBeLessThan(500);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    expect(state.signal.aborted).toBe(false);
    expect(lines[0]).toMatchObject({ fields: { code: "plugin.timed_out" } });
    expect(lines[0]!.message).toBe("Plugin 'slow' failed in tap_item_view. It took longer than 30 ms.");
    expect(plugins.stats()[0]!.stores).toEqual({ created: 1, resets: 0, discarded: 1 });
  });

  test("is not disturbed by answers that come after its deadline", async () => {
    let answer: (value: undefined) => void = () => {};
    const host = waiting(() => new Promise((resolve) => (answer = resolve)));
    const { plugins, state } = pluginsOf({ slow: limited("slow", counting, { timeout_ms: 5 }) }, undefined, { host });
    await plugins.taps.itemView(state, itemOf({}));
    answer(undefined);
    await sleep(1);
    const second = plugins.taps.itemView(requestState(SILENT), itemOf({}));
    answer(undefined);
    expect(values(await second)).toEqual(["1"]);
  });

  test("is given up with its request, which is not the plugin's fault", async () => {
    const { plugins, state, lines } = pluginsOf({ counting }, undefined, {
      host: waiting(() => new Promise(() => {})),
    });
    for (let call = 0; call < QUARANTINE.failures + 1; call++) {
      const aborting = new AbortController();
      const view = plugins.taps.itemView({ ...state, stores: new Map(), signal: aborting.signal }, itemOf({}));
      aborting.abort();
      expect(await view).toEqual([]);
    }
    expect(lines).toHaveLength(QUARANTINE.failures + 1);
    expect(plugins.stats()[0]!.quarantined).toBe(false);
  });

  test("fails with what the kernel's function throws", async () => {
    const host = waiting(() => Promise.reject(new Error("The disk is gone.")));
    const { plugins, state, lines } = pluginsOf({ counting }, undefined, { host });
    expect(await plugins.taps.itemView(state, itemOf({}))).toEqual([]);
    expect(lines[0]!.message).toContain("It stopped in this call: The disk is gone.");
  });

  test("pays for what it asks for, so that waits without end run out of fuel", async () => {
    const { plugins, state, lines } = pluginsOf(
      { greedy: limited("greedy", forEver, { fuel: 1_000_000, timeout_ms: 60_000 }) },
      undefined,
      { host: waiting(async () => undefined) },
    );
    expect(await plugins.taps.itemView(state, itemOf({}))).toEqual([]);
    expect(lines[0]).toMatchObject({ fields: { code: "plugin.out_of_fuel" } });
  });
});

test("nothing is waited for where there is no request", () => {
  const start = guest(
    `${WAIT}${returning(ONE)} (func (export "_initialize") (call $wait (i32.const 64) (i32.const 1)))`,
  );
  expect(() => loadPlugin(filesOf("eager", start))).toThrow(
    "It called a function that waits while it started, where it may not.",
  );
  const declares = guest(
    `${WAIT}(func (export "tap-perm") (result i32) (call $wait (i32.const 64) (i32.const 1)) (i32.const 16))`,
  );
  const files = filesOf("eager", declares, { manifest: specOf("eager", { taps: { implements: ["tap_perm"] } }) });
  const { plugins } = pluginsOf({ eager: files });
  expect(plugins.collect("tap_perm").faults.map(({ code }) => code)).toEqual(["plugin.unavailable"]);
});

test("an allocator does not wait", async () => {
  const GET = '(import "trovato:kernel/cache-api@1.0.0" "get" (func $get (param i32 i32 i32 i32 i32)))\n';
  const allocating = wat(`(module ${GET} ${WAIT} (memory (export "memory") 1)
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (call $wait (i32.const 64) (i32.const 1)) (i32.const 64))
    ${returning(ONE).replace(RETURN, `(call $get (i32.const 64) (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 200)) ${RETURN}`)})`);
  const host = hostWith({ "cache-api": { get: async () => "value" } });
  const { plugins, state, lines } = pluginsOf({ allocating }, undefined, { host });
  expect(await plugins.taps.itemView(state, itemOf({}))).toEqual([]);
  expect(lines[0]).toMatchObject({ fields: { code: "plugin.unavailable" } });
});

const INVOKE =
  '(import "trovato:kernel/plugin-api@1.0.0" "invoke" (func $invoke (param i32 i32 i32 i32 i32 i32 i32)))\n';

/**
 * Offers `ping`, which calls the `ping` of the plugin that it is told, and returns `"ok"` or the code of the failure as
 * a number.
 */
const calls = (other: string) => `${INVOKE}
  (global $calls (mut i32) (i32.const 0))
  (data (i32.const 64) "${other}") (data (i32.const 80) "ping") (data (i32.const 96) "{}")
  (func (export "ping") (param i32 i32) (result i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (call $invoke (i32.const 64) (i32.const ${other.length}) (i32.const 80) (i32.const 4) (i32.const 96) (i32.const 2) (i32.const 16))
    (if (i32.load8_u (i32.const 16))
      (then
        (i32.store8 (i32.const 100) (i32.add (i32.const 48) (i32.load8_u (i32.const 20))))
        (i32.store8 (i32.const 101) (i32.add (i32.const 48) (global.get $calls)))
        (i32.store (i32.const 32) (i32.const 100)) (i32.store (i32.const 36) (i32.const 2)))
      (else (i32.store (i32.const 32) (i32.load (i32.const 20))) (i32.store (i32.const 36) (i32.load (i32.const 24)))))
    (i32.const 32))`;

describe("plugins that call each other", () => {
  const spec = (name: string) => ({ manifest: specOf(name, { taps: { implements: [] } }) });
  const host = hostWith({
    "plugin-api": {
      invoke: async ({ state }: HostContext, plugin: string, name: string, payload: string) => {
        try {
          return await state.taps.invoke(state, plugin, name, payload);
        } catch (error) {
          return { code: "failed", detail: (error as Error).message };
        }
      },
    },
  });
  const pair = () =>
    pluginsOf(
      { a: filesOf("a", guest(calls("b")), spec("a")), b: filesOf("b", guest(calls("a")), spec("b")) },
      undefined,
      { host },
    );

  test("in a circle are stopped at a depth, each in a store of its own", async () => {
    const { plugins, state, lines } = pair();
    // 9 is the last failure code; the innermost store had one call.
    expect(await plugins.taps.invoke(state, "a", "ping", "{}")).toBe("91");
    expect(lines.map(({ fields }) => fields)).toEqual([
      { plugin: "a", tap: "ping", code: "plugin.too_deep", request: "request" },
    ]);
    expect(plugins.stats().map(({ taps, stores }) => [taps["ping"]!.calls, stores.created])).toEqual([
      [4, 4],
      [4, 4],
    ]);
    expect(plugins.stats().every(({ quarantined }) => !quarantined)).toBe(true);
    plugins.release(state);
    expect(plugins.stats().map(({ stores }) => stores.resets)).toEqual([4, 4]);
  });

  test("many at once neither wait for each other nor exceed the bounds", async () => {
    const gate = createGate({ most: 4, mostWithNested: 64, mostWaiting: 1_000 });
    const { plugins } = pluginsOf(
      { a: filesOf("a", guest(calls("b")), spec("a")), b: filesOf("b", guest(calls("a")), spec("b")) },
      undefined,
      { host, gate },
    );
    const results = Array.from({ length: 100 }, () =>
      plugins.taps.invoke(requestState(SILENT, { taps: plugins.taps }), "a", "ping", "{}"),
    );
    expect(gate.counts().inside).toBeLessThanOrEqual(64);
    expect(gate.counts().waiting).toBeGreaterThanOrEqual(96);
    expect(new Set(await Promise.all(results))).toEqual(new Set(["91"]));
    expect(gate.counts()).toMatchObject({ inside: 0, waiting: 0 });
  });

  test("beyond the bounds are refused", async () => {
    const gate = createGate({ most: 1, mostWithNested: 3, mostWaiting: 1 });
    const { plugins, state } = pluginsOf(
      { a: filesOf("a", guest(calls("b")), spec("a")), b: filesOf("b", guest(calls("a")), spec("b")) },
      undefined,
      { host, gate },
    );
    const calling = [1, 2, 3].map(async () => {
      try {
        return await plugins.taps.invoke({ ...state, stores: new Map() }, "a", "ping", "{}");
      } catch (error) {
        return (error as { code: string }).code;
      }
    });
    expect(await Promise.all(calling)).toEqual(["91", "91", "plugin.busy"]);
    expect(gate.counts()).toMatchObject({ inside: 0, waiting: 0 });
  });
});

describe("under a flood", () => {
  const used = () => {
    globalThis.gc?.();
    return process.memoryUsage().rss / 1024 / 1024;
  };

  /** Starts `count` calls in requests of their own, and waits for all of them. */
  async function flood(plugins: ReturnType<typeof pluginsOf>["plugins"], count: number): Promise<number> {
    const request = async () => {
      const state = requestState(SILENT, { taps: plugins.taps });
      const elements = await plugins.taps.itemView(state, itemOf({}));
      plugins.release(state);
      return elements.length;
    };
    const lengths = await Promise.all(Array.from({ length: count }, request));
    return lengths.reduce((sum, length) => sum + length, 0);
  }

  test("suspended calls wait for their turn, and all are answered", async () => {
    const gate = createGate({ most: 500, mostWithNested: 600, mostWaiting: 10_000 });
    let most = 0;
    let now = 0;
    const host = waiting(async () => {
      now++;
      most = Math.max(most, now);
      await sleep(10);
      now--;
    });
    const { plugins } = pluginsOf({ counting }, undefined, { host, gate });
    expect(await flood(plugins, 5_000)).toBe(5_000);
    expect(most).toBe(500);
  }, 60_000);

  test("calls that run into their deadline leave nothing behind", async () => {
    const gate = createGate({ most: 1_000, mostWithNested: 1_000, mostWaiting: 10_000 });
    const files = limited("slow", counting, { timeout_ms: 5 });
    // Whoever could answer is still there, as a database that does not come back would be.
    const unanswered: unknown[] = [];
    // A failing plugin is left out after a while: the clock goes on, so that it is always called again.
    let now = 0;
    const { plugins } = pluginsOf({ slow: files }, () => (now += QUARANTINE.milliseconds + 1), {
      host: waiting(() => new Promise((resolve) => unanswered.push(resolve))),
      gate,
    });
    expect(await flood(plugins, 2_000)).toBe(0);
    const before = used();
    for (let round = 0; round < 3; round++) expect(await flood(plugins, 2_000)).toBe(0);
    expect(plugins.stats()[0]!.taps["tap_item_view"]!.failures).toBe(8_000);
    expect(gate.counts()).toMatchObject({ inside: 0, waiting: 0 });
    expect(used() - before).toBeLessThan(200);
  }, 60_000);
});
