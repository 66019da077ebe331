import { describe, expect, test } from "@jest/globals";
import type { HostContext } from "../../kernel/model/host-functions.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { QUARANTINE } from "../../kernel/plugins/quarantine.ts";
import { filesOf, guest, HELLO, hostWith, itemOf, pluginsOf, returning, specOf } from "../support/guests.ts";

const item = itemOf({});
const view = (body: string) => `(func (export "tap-item-view") (param i32) (result i32) ${body})`;
const limited = (limits: { fuel?: number; timeout_ms?: number; memory_mb?: number }) => ({
  manifest: specOf("greedy", { limits }),
});

describe("what a plugin may use in one request", () => {
  /** About 100,000 units of fuel a call. */
  const busy = guest(
    `${returning(HELLO).replace("(i32.const 16))", "(local $n i32) (loop $l (local.set $n (i32.add (local.get $n) (i32.const 1))) (br_if $l (i32.lt_u (local.get $n) (i32.const 16000)))) (i32.const 16))")}`,
  );

  test("is shared by all its calls there: many cards get no more fuel than one", () => {
    const { plugins, state, lines } = pluginsOf({
      greedy: filesOf("greedy", busy, limited({ fuel: 1_000_000, timeout_ms: 20_000 })),
    });
    const shown = Array.from({ length: 24 }, () => plugins.taps.itemView(state, item) as unknown[]);
    expect(shown.filter((elements) => elements.length > 0).length).toBeGreaterThan(4);
    expect(shown.at(-1)).toEqual([]);
    expect(plugins.stats()[0]!.taps["tap_item_view"]!.fuel).toBeLessThanOrEqual(1_000_000);
    // One call ran out, one was refused; the others were refused without a word.
    expect(lines.map(({ fields }) => (fields as { code: string }).code)).toEqual([
      "plugin.out_of_fuel",
      "plugin.out_of_fuel",
    ]);
    expect(plugins.stats()[0]!.quarantined).toBe(false);
    plugins.release(state);
    expect(plugins.taps.itemView(state, item)).toEqual([JSON.parse(HELLO)]);
  });

  test.each([
    ["divides", "(local.set $x (i64.rem_u (i64.add (local.get $x) (i64.const 7)) (i64.const 1000003)))"],
    ["copies", "(memory.copy (i32.const 64) (i32.const 8192) (i32.const 4096))"],
    [
      "reads all over the memory",
      `(local.set $at (i32.and (i32.add (i32.mul (local.get $at) (i32.const 1664525)) (i32.const 1013904223)) (i32.const 15728636)))
       (local.set $x (i64.add (local.get $x) (i64.load (local.get $at))))`,
    ],
  ])("ends in time for one that %s and calls nobody, whatever its fuel", (_name, body) => {
    const loop = guest(
      view(
        `(local $x i64) (local $at i32) (drop (memory.grow (i32.const 240))) (loop $l ${body} (br $l)) (i32.const 16)`,
      ),
    );
    const files = filesOf("greedy", loop, limited({ fuel: 2_000_000_000, timeout_ms: 200, memory_mb: 16 }));
    const { plugins, state, lines } = pluginsOf({ greedy: files });
    const started = performance.now();
    expect(plugins.taps.itemView(state, item)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(lines[0]).toMatchObject({ fields: { code: "plugin.timed_out" } });
  });
});

const INVOKE =
  '(import "trovato:kernel/plugin-api@1.0.0" "invoke" (func $invoke (param i32 i32 i32 i32 i32 i32 i32)))\n';

/** Offers `ping`, which calls the `ping` of another plugin twelve times, and so on. */
const storming = (other: string) => `${INVOKE}
  (data (i32.const 64) "${other}") (data (i32.const 80) "ping") (data (i32.const 96) "{}")
  (func (export "ping") (param i32 i32) (result i32) (local $n i32)
    (loop $l
      (call $invoke (i32.const 64) (i32.const 1) (i32.const 80) (i32.const 4) (i32.const 96) (i32.const 2) (i32.const 16))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br_if $l (i32.lt_u (local.get $n) (i32.const 12))))
    (i32.store (i32.const 32) (i32.const 96)) (i32.store (i32.const 36) (i32.const 2))
    (i32.const 32))`;

test("two plugins that call each other twelve wide end in time, let others have their turn, and fill no log", async () => {
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
  const files = (name: string, other: string) =>
    filesOf(name, guest(storming(other)), {
      manifest: specOf(name, { taps: { implements: [] }, limits: { timeout_ms: 300 } }),
    });
  const { plugins, state, lines } = pluginsOf({ a: files("a", "b"), b: files("b", "a") }, undefined, { host });
  let turns = 0;
  const ticking = setInterval(() => turns++, 1);
  const started = performance.now();
  await Promise.resolve(plugins.taps.invoke(state as RequestState, "a", "ping", "{}")).catch(() => {});
  const took = performance.now() - started;
  clearInterval(ticking);
  expect(took).toBeLessThan(3_000);
  // Somebody else is served about every 10 ms.
  expect(turns).toBeGreaterThan(5);
  expect(lines.length).toBeLessThan(40);
});

test("JSON that nests too deep is the fault of who returns it, not of who gets it next", () => {
  const deep = `{"#type":"markup","#value":${"[".repeat(200)}${"]".repeat(200)}}`;
  const { plugins, state, lines } = pluginsOf({ deep: guest(returning(deep)), kind: guest(returning(HELLO)) });
  expect(plugins.taps.itemView(state, item)).toEqual([JSON.parse(HELLO)]);
  expect(lines).toMatchObject([{ fields: { plugin: "deep", code: "plugin.bad_result" } }]);
  expect(lines[0]!.message).toContain("nests deeper than 64 levels");
  // A page without a part that it should have is kept by no cache.
  expect(state.cacheability.maxAge).toBe(0);
});

test("a plugin that fails every second time is left out, and gets another chance", () => {
  let now = 0;
  const everySecond = guest(
    `(global $n (export "n") (mut i32) (i32.const 0))
     ${view("(if (i32.load8_u (i32.const 5000)) (then (i32.store8 (i32.const 5000) (i32.const 0)) unreachable)) (i32.store8 (i32.const 5000) (i32.const 1)) (i32.store (i32.const 16) (i32.const 32)) (i32.store (i32.const 20) (i32.const 4)) (i32.const 16)")}
     (data (i32.const 32) "null")`,
  );
  const { plugins, state } = pluginsOf({ shaky: everySecond }, () => now);
  const stats = () => plugins.stats()[0]!;
  for (let call = 0; call < QUARANTINE.failures * 2; call++) {
    expect(stats().quarantined).toBe(false);
    plugins.taps.itemView(state, item);
  }
  expect(stats()).toMatchObject({ quarantined: true, taps: { tap_item_view: { calls: 10, failures: 5 } } });
  now += QUARANTINE.milliseconds * 3;
  plugins.taps.itemView(state, item);
  plugins.taps.itemView(state, item);
  expect(stats().quarantined).toBe(false);
});
