import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import { makeTables } from "../../kernel/kinds/plugin-tables.ts";
import type { Failure, HostContext } from "../../kernel/model/host-functions.ts";
import { inTransaction } from "../../kernel/model/request-state.ts";
import type { PluginGrants, Site, SitePlugin } from "../../kernel/model/site.ts";
import type { TableSpec } from "../../kernel/model/specs/plugin.ts";
import { stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

const { db } = createHostFunctions();
const NOTE: TableSpec = {
  columns: {
    what: { type: "text", required: true },
    count: { type: "integer", default: 1 },
    price: { type: "decimal" },
    on: { type: "date" },
    done: { type: "boolean" },
    data: { type: "json" },
    code: { type: "text", unique: true },
  },
};

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await makeTables(database.db, "notes", { note: NOTE });
  await database.db.run(sql.unsafe`create table users (id uuid primary key, name text, pass text)`);
  await database.db.run(sql.unsafe`insert into users values (gen_random_uuid(), 'ann', 'a hash')`);
});
afterAll(() => database?.close());

const NONE: PluginGrants = { db: { read: [], write: [] }, rawSql: "none", queue: false, invoke: [] };

function contextWith(grants: Partial<PluginGrants> = {}): HostContext {
  const plugin: SitePlugin = {
    name: "notes",
    version: "1.0.0",
    grants: { ...NONE, ...grants },
    tables: { note: NOTE },
    judges: [],
    givesGrants: null,
    timeoutMs: 300,
  };
  const site = { plugins: new Map([["notes", plugin]]), generation: 1 } as Partial<Site> as Site;
  const state = stateOf(database.db, site);
  return { plugin: "notes", log: state.log, state };
}

const own = () => contextWith();
const insert = (row: object, context = own()) => db.insert(context, "note", JSON.stringify(row));
const select = async (query: object, context = own()) => {
  const rows = await db.select(context, JSON.stringify({ table: "note", ...query }));
  return typeof rows === "string" ? (JSON.parse(rows) as { readonly what: string }[]) : rows;
};
const codeOf = (answer: unknown) => (answer as Failure).code;

describe("a plugin's own tables", () => {
  const words = async (query: object) => ((await select(query)) as { what: string }[]).map(({ what }) => what).sort();

  beforeAll(async () => {
    await insert({ what: "one", count: 1, price: 1.5, on: "2020-01-01", done: true, data: { a: [1] }, code: "x" });
    await insert({ what: "two", count: 2, price: "2.25", on: "2021-06-15", done: false });
    await insert({ what: "50% off_", count: 3 });
  });

  test("rows come back as they went in, under an id", async () => {
    expect(await select({ conditions: [{ field: "what", operator: "equals", value: "one" }] })).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        ...{ what: "one", count: 1, price: 1.5, on: "2020-01-01", done: true, data: { a: [1] }, code: "x" },
      },
    ]);
  });

  test.each([
    ["count", "greater_than", 1, ["50% off_", "two"]],
    ["count", "greater_or_equal", 2, ["50% off_", "two"]],
    ["count", "less_than", 2, ["one"]],
    ["count", "less_or_equal", "2", ["one", "two"]],
    ["count", "between", [2, 3], ["50% off_", "two"]],
    ["count", "between", { min: 3 }, ["50% off_"]],
    ["count", "in", [1, 3], ["50% off_", "one"]],
    ["count", "not_in", [1, 3], ["two"]],
    ["count", "in", [], []],
    ["what", "not_equals", "one", ["50% off_", "two"]],
    ["what", "contains", "% OFF_", ["50% off_"]],
    ["what", "starts_with", "t", ["two"]],
    ["what", "contains", "'; drop table item; --", []],
    ["done", "is_null", null, ["50% off_"]],
    ["done", "is_not_null", null, ["one", "two"]],
    ["done", "equals", true, ["one"]],
    ["on", "greater_than", "2020-12-31", ["two"]],
  ])("%s %s %j", async (field, operator, value, expected) => {
    expect(await words({ conditions: [{ field, operator, value }] })).toEqual(expected);
  });

  test("are ordered, cut and passed over", async () => {
    const rows = await select({
      fields: ["count"],
      order_by: [{ field: "count", direction: "desc" }],
      limit: 1,
      offset: 1,
    });
    expect(rows).toEqual([{ count: 2 }]);
  });

  test("are updated and deleted by conditions only", async () => {
    const two = JSON.stringify([{ field: "what", operator: "equals", value: "two" }]);
    expect(await db.update(own(), "note", '{"count":22}', two)).toBe(1);
    expect(codeOf(await db.update(own(), "note", '{"count":22}', "[]"))).toBe("invalid-argument");
    expect(codeOf(await db.delete(own(), "note", "null"))).toBe("invalid-argument");
    expect(await db.delete(own(), "note", two)).toBe(1);
    expect(await words({})).toEqual(["50% off_", "one"]);
  });

  test.each([
    [{ what: "x", nothing: 1 }, "invalid-argument"],
    [{ 'what") values (1); --': 1 }, "invalid-argument"],
    [{ count: 1 }, "invalid-argument"],
    [{ what: "x", count: "many" }, "invalid-argument"],
    [{ what: "x", on: "someday" }, "invalid-argument"],
    [{ what: "again", code: "x" }, "conflict"],
  ])("%j does not fit", async (row, code) => {
    expect(codeOf(await insert(row))).toBe(code);
  });

  test.each([
    [{ fields: ["nothing"] }],
    [{ fields: ["count; drop table item"] }],
    [{ conditions: [{ field: "nothing", operator: "equals", value: 1 }] }],
    [{ conditions: [{ field: "count", operator: "similar to", value: 1 }] }],
    [{ conditions: [{ field: "count", operator: "constructor", value: 1 }] }],
    [{ conditions: [{ field: "count", operator: "greater_than", value: "x" }] }],
    [{ conditions: "count = 1" }],
    [{ order_by: [{ field: "count", direction: "desc; drop table item" }] }],
    [{ limit: -1 }],
    [{ limit: "all" }],
  ])("%j makes no sense", async (query) => {
    expect(codeOf(await select(query))).toBe("invalid-argument");
  });

  test("a statement that failed leaves the transaction around it whole", async () => {
    const context = own();
    await inTransaction(context.state, async (state) => {
      const inside = { ...context, state };
      expect(codeOf(await insert({ what: "again", code: "x" }, inside))).toBe("conflict");
      await insert({ what: "kept" }, inside);
      expect(await state.db.one(sql.unsafe`show statement_timeout`)).toEqual({ statement_timeout: "1min" });
    });
    expect(await words({})).toContain("kept");
  });

  test("what the transaction around it takes back is taken back", async () => {
    const context = own();
    await expect(
      inTransaction(context.state, async (state) => {
        await insert({ what: "lost" }, { ...context, state });
        throw new Error("on purpose");
      }),
    ).rejects.toThrow("on purpose");
    expect(await words({})).not.toContain("lost");
  });
});

describe("other tables", () => {
  test("take a grant, for each use", async () => {
    expect(codeOf(await select({ table: "users" }))).toBe("not-granted");
    expect(codeOf(await db.insert(own(), "item", "{}"))).toBe("not-granted");
    const reader = contextWith({ db: { read: ["users"], write: [] } });
    expect(codeOf(await db.delete(reader, "users", '[{"field":"name","operator":"is_not_null"}]'))).toBe("not-granted");
  });

  test("secrets are not columns", async () => {
    const reader = contextWith({ db: { read: ["users", "state_entry"], write: ["users"] } });
    expect(Object.keys(((await select({ table: "users" }, reader)) as object[])[0]!)).toEqual(["id", "name"]);
    expect(codeOf(await select({ table: "users", fields: ["pass"] }, reader))).toBe("invalid-argument");
    const condition = [{ field: "pass", operator: "starts_with", value: "a" }];
    expect(codeOf(await select({ table: "users", conditions: condition }, reader))).toBe("invalid-argument");
    expect(codeOf(await select({ table: "users", order_by: [{ field: "pass" }] }, reader))).toBe("invalid-argument");
    expect(
      codeOf(await db.update(reader, "users", '{"pass":"x"}', '[{"field":"name","operator":"is_not_null"}]')),
    ).toBe("invalid-argument");
    expect(codeOf(await select({ table: "state_entry" }, reader))).toBe("not-granted");
  });
});

describe("statements of a plugin's own", () => {
  const reading = () => contextWith({ rawSql: "read" });
  const query = async (text: string, parameters: unknown[] = [], context = reading()) => {
    const answer = await db["query-raw"](context, text, JSON.stringify(parameters));
    return typeof answer === "string" ? JSON.parse(answer) : answer.code;
  };

  test("take a grant", async () => {
    expect(await query("select 1", [], own())).toBe("not-granted");
    expect(codeOf(await db["execute-raw"](reading(), "delete from stage", "[]"))).toBe("not-granted");
  });

  test("read", async () => {
    expect(await query("select $1::int + 1 as sum, $2::text as word", [41, "it's"])).toEqual([
      { sum: 42, word: "it's" },
    ]);
    expect(await query("with x as (select 'a;b' as text) select * from x")).toEqual([{ text: "a;b" }]);
  });

  test.each([
    ["select 1; delete from stage"],
    ["select 1) as x; delete from stage; select * from (select 1"],
    ["with x as (delete from stage returning *) select * from x"],
    ["delete from stage"],
    ["insert into stage (id, label) values ('a', 'b')"],
    ["select 1 -- and more"],
    ["select /* */ 1"],
    ["select 'open"],
    ["set transaction read write"],
    ["create table x ()"],
    ['select U&"pass" from users'],
    [""],
  ])("%s is refused", async (text) => {
    expect(["invalid-argument", "denied", "not-granted"]).toContain(await query(text));
    expect(await database.db.one(sql.unsafe`select count(*) as count from stage`)).toEqual({ count: 1 });
  });

  test("a function that writes cannot", async () => {
    await database.db.run(sql.unsafe`
      create function sneak() returns int language sql as $$ insert into stage (id, label) values ('sneak', 'x') returning 1 $$
    `);
    expect(await query("select sneak()")).toBe("denied");
  });

  test.each([
    ["select pass from users"],
    ['select "users".* from "users"'],
    ["select * from state_entry"],
    ["select query_to_xml('select 1', true, true, '')"],
    ["select pg_read_file('/etc/passwd')"],
    ["select set_config('transaction_read_only', 'off', true)"],
    ["select * from pg_shadow"],
  ])("%s is out of reach", async (text) => {
    expect(await query(text)).toBe("not-granted");
  });

  test("end when a call of the plugin would", async () => {
    const started = performance.now();
    expect(await query("select pg_sleep(20)")).toBe("timed-out");
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("write, with the grant for it", async () => {
    const context = contextWith({ rawSql: "write" });
    const write = (text: string, parameters: unknown[] = []) =>
      db["execute-raw"](context, text, JSON.stringify(parameters));
    expect(await write("insert into plugin_notes_note (id, what) values (gen_random_uuid(), $1)", ["raw"])).toBe(1);
    expect(await write("update plugin_notes_note set count = 7 where what = $1", ["raw"])).toBe(1);
    expect(codeOf(await write("drop table item"))).toBe("invalid-argument");
    expect(codeOf(await write("update users set pass = ''"))).toBe("not-granted");
  });

  test("rows that are too many are not handed over", async () => {
    expect(await query("select repeat('x', 1000) as text from generate_series(1, 2000)")).toBe("too-large");
  });
});
