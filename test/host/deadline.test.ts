import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { SitePlugin, TableSpec } from "../../kernel/kinds/plugin/plugin-spec.ts";
import { makeTables } from "../../kernel/kinds/plugin/plugin-tables.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { inTransaction } from "../../kernel/model/request-state.ts";
import type { Site } from "../../kernel/model/site.ts";
import { stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { filesOf, guest, pluginsOf, specOf } from "../support/guests.ts";

const NOTE: TableSpec = { columns: { what: { type: "text", required: true } } };

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await makeTables(database.db, "slow", { note: NOTE });
});
afterAll(() => database?.close());
afterEach(() => database.db.run(sql.unsafe`delete from plugin_slow_note`));

const text = (at: number, value: string) => `(data (i32.const ${at}) "${value.replaceAll('"', '\\"')}")`;
const pass = (at: number, value: string) => `(i32.const ${at}) (i32.const ${value.length})`;
const ROW = '{"what":"mine"}';
const SLEEP = "select pg_sleep(30)";

/** Writes a row of its own, then asks for something that takes half a minute. */
const SLOW = guest(`
  (import "trovato:kernel/db@1.0.0" "insert" (func $insert (param i32 i32 i32 i32 i32)))
  (import "trovato:kernel/db@1.0.0" "query-raw" (func $query (param i32 i32 i32 i32 i32)))
  ${text(64, "note")} ${text(80, ROW)} ${text(128, SLEEP)} ${text(160, "[]")}
  (func (export "tap-item-insert") (param i32)
    (call $insert ${pass(64, "note")} ${pass(80, ROW)} (i32.const 200))
    (call $query ${pass(128, SLEEP)} ${pass(160, "[]")} (i32.const 200)))`);

function slowPlugin(timeoutMs: number) {
  const manifest = specOf("slow", {
    taps: { implements: ["tap_item_insert"] },
    limits: { timeout_ms: timeoutMs },
    tables: { note: NOTE },
  });
  const { plugins } = pluginsOf({ slow: filesOf("slow", SLOW, { manifest }) });
  const known: Partial<SitePlugin> = {
    name: "slow",
    grants: { db: { read: [], write: [] }, rawSql: "read", queue: false, invoke: [] },
    tables: { note: NOTE },
    // Statements by themselves may take longer than the call: it is the end of the call that is looked at.
    timeoutMs: 60_000,
  };
  const site = { plugins: new Map([["slow", known]]), generation: 1 } as unknown as Site;
  const more = (signal?: AbortSignal): Partial<RequestState> => ({
    taps: plugins.taps,
    ...(signal !== undefined && { signal }),
  });
  return { plugins, state: (signal?: AbortSignal) => stateOf(database.db, site, more(signal)) };
}

/** How many statements that sleep still run, once there was time to end them. */
async function sleeping(): Promise<number> {
  const count = () =>
    database.db.one<{ count: number }>(sql.unsafe`
      select count(*) as count from pg_stat_activity
      where datname = current_database() and state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()`);
  for (let tries = 0; tries < 40 && (await count()).count > 0; tries++) await delay(25);
  return (await count()).count;
}

const rows = async () =>
  (await database.db.many<{ what: string }>(sql.unsafe`select what from plugin_slow_note`)).map(({ what }) => what);
const write = (what: string) => sql.unsafe`insert into plugin_slow_note (id, what) values (gen_random_uuid(), ${what})`;

describe("at the deadline of a plugin that waits for the database", () => {
  test("what it waits for is cancelled, and its store forgotten", async () => {
    const { plugins, state } = slowPlugin(1_000);
    const started = performance.now();
    const inside = state();
    await plugins.taps.each(inside, "tap_item_insert", [0]);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await sleeping()).toBe(0);
    plugins.release(inside);
    expect(plugins.stats()[0]).toMatchObject({
      stores: { created: 1, resets: 0, discarded: 1 },
      taps: { tap_item_insert: { calls: 1, failures: 1 } },
    });
    // Outside of a transaction each of its writes counted by itself.
    expect(await rows()).toEqual(["mine"]);
  });

  test("the transaction goes on without what it wrote", async () => {
    const { plugins, state } = slowPlugin(200);
    await inTransaction(state(), async (inside) => {
      await inside.db.run(write("before"));
      await plugins.taps.each(inside, "tap_item_insert", [0], inTransaction);
      await inside.db.run(write("after"));
      expect(await inside.db.one(sql.unsafe`show statement_timeout`)).toEqual({ statement_timeout: "1min" });
    });
    expect(await rows()).toEqual(["before", "after"]);
    expect(await sleeping()).toBe(0);
  });

  test("many at once give their connections back", async () => {
    const { plugins, state } = slowPlugin(300);
    const calls = Array.from({ length: 30 }, () =>
      inTransaction(state(), (inside) => plugins.taps.each(inside, "tap_item_insert", [0], inTransaction) as never),
    );
    await Promise.allSettled(calls);
    expect(await sleeping()).toBe(0);
    expect(await database.db.transaction((db) => db.one(sql.unsafe`select 1 as one`))).toEqual({ one: 1 });
    expect(await rows()).toEqual([]);
  });
});

test("a request that is given up cancels what its plugins wait for", async () => {
  const { plugins, state } = slowPlugin(60_000);
  const aborting = new AbortController();
  const inside = state(aborting.signal);
  const call = plugins.taps.each(inside, "tap_item_insert", [0]);
  await delay(200);
  aborting.abort();
  await call;
  expect(await sleeping()).toBe(0);
});
