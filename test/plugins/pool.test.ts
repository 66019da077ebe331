import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import { prepareCall } from "../../kernel/plugins/fuel.ts";
import { createStore, resetStore } from "../../kernel/plugins/instance.ts";
import { loadPlugin } from "../../kernel/plugins/load.ts";
import { createStorePool } from "../../kernel/plugins/pool.ts";
import type { GuestFunction, Store } from "../../kernel/plugins/store.ts";
import { viewsOf } from "../../kernel/plugins/store.ts";
import { filesOf, guest, HELLO, itemOf, pluginsOf, returning, specOf, wat } from "../support/guests.ts";
import { recordingLog } from "../support/recording-log.ts";

/** A guest whose tap does what its parameter says: bits choose the effects. */
const BUSY = wat(`(module
  (memory (export "memory") 1 8)
  (table 2 funcref)
  (data (i32.const 1000) "constant")
  (data $passive "passive")
  (global $a (mut i32) (i32.const 5))
  (global $b (mut i64) (i64.const 6))
  (global $c (mut f64) (f64.const 7))
  (func $start (global.set $a (i32.const 50)) (i32.store (i32.const 2000) (i32.const 77)))
  (start $start)
  (func (export "tap-item-view") (param $what i32) (result i32)
    (if (i32.and (local.get $what) (i32.const 1)) (then (global.set $a (local.get $what)) (global.set $b (i64.const -1))))
    (if (i32.and (local.get $what) (i32.const 2)) (then (global.set $c (f64.const 1.5))))
    (if (i32.and (local.get $what) (i32.const 4)) (then (i32.store (local.get $what) (i32.const -1)) (i32.store (i32.const 1000) (local.get $what))))
    (if (i32.and (local.get $what) (i32.const 8)) (then (drop (memory.grow (i32.const 1)))))
    (if (i32.and (local.get $what) (i32.const 16)) (then (memory.fill (i32.const 4096) (i32.const 255) (i32.const 60000))))
    (if (i32.and (local.get $what) (i32.const 32)) (then (table.set 0 (i32.const 0) (ref.null func))))
    (if (i32.and (local.get $what) (i32.const 64)) (then (data.drop $passive)))
    (i32.add (i32.add (global.get $a) (i32.wrap_i64 (global.get $b))) (i32.mul (memory.size) (i32.const 1000)))))`);

const busy = loadPlugin(filesOf("busy", BUSY));
const { log } = recordingLog();
const newStore = (): Store => createStore(busy, createHostFunctions(), log, new Map());
const call = (store: Store, what: number): number => {
  prepareCall(store);
  return (store.exports["tap-item-view"] as GuestFunction)(what);
};
const UNRESETTABLE = 32 | 64;

describe("a reset store", () => {
  test("is a fresh one, whatever was done with it", () => {
    const effect = fc.integer({ min: 0, max: 31 });
    fc.assert(
      fc.property(
        fc.array(effect, { maxLength: 6 }),
        fc.array(effect, { minLength: 1, maxLength: 6 }),
        (before, after) => {
          const used = newStore();
          const fresh = newStore();
          for (const what of before) call(used, what);
          expect(resetStore(used)).toBe(true);
          const size = viewsOf(fresh).bytes.length;
          expect(viewsOf(used).bytes.subarray(0, size).equals(viewsOf(fresh).bytes)).toBe(true);
          expect(
            viewsOf(used)
              .bytes.subarray(size)
              .every((byte) => byte === 0),
          ).toBe(true);
          expect(after.map((what) => call(used, what))).toEqual(after.map((what) => call(fresh, what)));
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each([32, 64])("is forgotten when it cannot be reset (effect %i)", (what) => {
    const pool = createStorePool(busy, createHostFunctions(), log);
    const store = pool.take();
    call(store, what & UNRESETTABLE);
    pool.give(store);
    expect(pool.take()).not.toBe(store);
    expect(pool.counts).toEqual({ created: 2, resets: 0, discarded: 1 });
  });

  test("is forgotten when its memory grew far", () => {
    const body = returning(HELLO).replace("(i32.const 16))", "(drop (memory.grow (i32.const 20))) (i32.const 16))");
    const { plugins, state } = pluginsOf({ grows: guest(body) });
    expect(plugins.taps.itemView(state, itemOf({}))).toHaveLength(1);
    plugins.release(state);
    expect(plugins.stats()[0]!.stores).toEqual({ created: 1, resets: 0, discarded: 1 });
  });

  test("is not made from a module that changes references", () => {
    const bytes = wat(`(module (memory (export "memory") 1) (global (mut funcref) (ref.null func))
      (func (export "tap-item-view") (param i32) (result i32) (i32.const 16)))`);
    const plugin = loadPlugin(filesOf("references", bytes));
    const pool = createStorePool(plugin, createHostFunctions(), log);
    pool.give(pool.take());
    expect(pool.counts).toEqual({ created: 1, resets: 0, discarded: 1 });
  });
});

/** Returns the number of calls it had in this store, as text of an element. */
const COUNTING = guest(
  returning('{"#type":"markup","#value":"0"}').replace(
    "(i32.const 16))",
    "(i32.store8 (i32.const 92) (i32.add (i32.load8_u (i32.const 92)) (i32.const 1))) (i32.const 16))",
  ),
);

describe("a plugin", () => {
  const values = (elements: unknown) =>
    (elements as { readonly "#value": string }[]).map((element) => element["#value"]);

  test("keeps its state within a request, and nothing beyond", () => {
    const { plugins, state } = pluginsOf({ counting: COUNTING });
    const views = () => values(plugins.taps.itemView(state, itemOf({})));
    expect([views(), views()]).toEqual([["1"], ["2"]]);
    plugins.release(state);
    expect(views()).toEqual(["1"]);
    expect(plugins.stats()[0]!.stores).toEqual({ created: 1, resets: 1, discarded: 0 });
  });

  test("has a store of its own in each of two requests at once", () => {
    const { plugins, state } = pluginsOf({ counting: COUNTING });
    const other = { ...state, stores: new Map(), items: [] };
    expect(values(plugins.taps.itemView(state, itemOf({})))).toEqual(["1"]);
    expect(values(plugins.taps.itemView(other, itemOf({})))).toEqual(["1"]);
    expect(values(plugins.taps.itemView(state, itemOf({})))).toEqual(["2"]);
  });

  test("takes part in order of weight, then of dependencies, then of names", () => {
    const says = (text: string) => guest(returning(`{"#type":"markup","#value":"${text}"}`));
    const files = (name: string, weight: number, dependencies: string[] = []) =>
      filesOf(name, says(name), {
        manifest: specOf(name, {
          dependencies,
          taps: { implements: ["tap_item_view"], options: { tap_item_view: { weight } } },
        }),
      });
    const { plugins, state } = pluginsOf({
      d: files("d", 0),
      a: files("a", 5),
      b: files("b", 0, ["e"]),
      e: files("e", 0),
      c: files("c", -5),
    });
    expect(values(plugins.taps.itemView(state, itemOf({})))).toEqual(["c", "e", "b", "d", "a"]);
  });

  test("is told when its result was read", () => {
    const body = `(global $posts (mut i32) (i32.const 48))
      (func (export "cabi_post_tap-item-view") (param i32) (global.set $posts (i32.add (global.get $posts) (i32.const 1))))
      ${returning('{"#type":"markup","#value":"0"}').replace("(i32.const 16))", "(i32.store8 (i32.const 92) (global.get $posts)) (i32.const 16))")}`;
    const { plugins, state } = pluginsOf({ posted: guest(body) });
    const views = () => values(plugins.taps.itemView(state, itemOf({})));
    expect([views(), views(), views()]).toEqual([["0"], ["1"], ["2"]]);
  });

  test("is accounted for", () => {
    const { plugins, state } = pluginsOf({ counting: COUNTING });
    plugins.taps.itemView(state, itemOf({}));
    const counts = plugins.stats()[0]!.taps.tap_item_view!;
    expect(counts).toMatchObject({ calls: 1, failures: 0 });
    expect(counts.fuel).toBeGreaterThan(0);
    expect(state.profile).toMatchObject({ taps: 1 });
    expect(state.profile.tapMs).toBeGreaterThan(0);
  });
});

test("an item that nothing is added to costs nothing", () => {
  const { plugins, state } = pluginsOf({});
  expect(plugins.taps.itemView(state, itemOf({}))).toEqual([]);
  expect(state.items).toEqual([]);
});
