import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import { settleRawRoles } from "../../kernel/host/raw-role.ts";
import { TABLE_REACH } from "../../kernel/host/table-reach.ts";
import type { PluginGrants, SitePlugin, TableSpec } from "../../kernel/kinds/plugin/plugin-spec.ts";
import { makeTables } from "../../kernel/kinds/plugin/plugin-tables.ts";
import type { HostContext } from "../../kernel/model/host-functions.ts";
import type { Failure } from "../../kernel/model/plugin-answers.ts";
import { inTransaction } from "../../kernel/model/request-state.ts";
import type { Site } from "../../kernel/model/site.ts";
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
  await database.db.run(sql.unsafe`
    insert into users (id, name, pass, mail) values (gen_random_uuid(), 'ann', 'a hash', 'ann@example.com')
  `);
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
  const site = {
    plugins: new Map([["notes", plugin]]),
    types: new Map([["film", {}]]),
    vocabularies: new Map([["genre", { name: "genre" }]]),
    generation: 1,
  } as unknown as Site;
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
    const reader = contextWith({ db: { read: ["users"], write: [] } });
    const names = Object.keys(((await select({ table: "users" }, reader)) as object[])[0]!);
    expect(names).toEqual(expect.arrayContaining(["id", "name", "status", "created"]));
    for (const secret of ["pass", "mail", "data"]) {
      expect(names).not.toContain(secret);
      expect(codeOf(await select({ table: "users", fields: [secret] }, reader))).toBe("invalid-argument");
      const condition = [{ field: secret, operator: "starts_with", value: "a" }];
      expect(codeOf(await select({ table: "users", conditions: condition }, reader))).toBe("invalid-argument");
      expect(codeOf(await select({ table: "users", order_by: [{ field: secret }] }, reader))).toBe("invalid-argument");
    }
  });

  test.each([
    ["users", "write"],
    ["users_roles", "write"],
    ["role_permission", "write"],
    ["item_revision", "write"],
    ["one_time_token", "read"],
    ["session", "read"],
    ["state_entry", "read"],
    ["pack_object", "read"],
    ["audit", "read"],
    ["plugin_variable", "read"],
  ] as const)("%s: no site can grant to %s it", async (table, use) => {
    const anyone = contextWith({ db: { read: [table], write: [table] } });
    const answer =
      use === "read"
        ? await select({ table }, anyone)
        : await db.update(anyone, table, "{}", '[{"field":"id","operator":"is_not_null"}]');
    expect(answer).toEqual({ code: "not-granted", detail: `No plugin may ${use} the table ${table}.` });
  });

  test("of the kernel are all known, with how far a grant goes", async () => {
    const tables = await database.db.many<{ name: string }>(sql.unsafe`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and relname <> 'plugin_notes_note' order by relname
    `);
    expect(Object.keys(TABLE_REACH).sort()).toEqual(tables.map(({ name }) => name).sort());
  });
});

/** With a role of Postgres's own for the plugin, and where Postgres lets nobody make one. */
describe.each([["in a role"], ["without a role"]])("statements of a plugin's own, %s", (where) => {
  const GRANTS = { read: ["item", "users", "session"], write: ["stage", "users"] };
  const reading = () => contextWith({ rawSql: "read", db: GRANTS });
  const writing = () => contextWith({ rawSql: "write", db: { read: ["item"], write: ["item"] } });
  const query = async (text: string, parameters: unknown[] = [], context = reading()) => {
    const answer = await db["query-raw"](context, text, JSON.stringify(parameters));
    return typeof answer === "string" ? JSON.parse(answer) : answer.code;
  };
  const write = (text: string, parameters: unknown[] = [], context = writing()) =>
    db["execute-raw"](context, text, JSON.stringify(parameters));
  const settle = (context: HostContext) => settleRawRoles(database.db, context.state.site.plugins.values());

  beforeAll(async () => {
    if (where === "in a role") expect(await settle(writing())).toEqual([]);
    else await settleRawRoles(database.db, []);
  });
  afterAll(() => settleRawRoles(database.db, []));

  test("run where they should", async () => {
    const [{ role, login }] = await query("select current_user as role, session_user as login");
    if (where === "in a role") expect(role).toMatch(/^trovato_raw_[0-9a-f]{8}_[0-9a-f]{16}$/);
    else expect(role).toBe(login);
  });

  test("take a grant", async () => {
    expect(await query("select 1", [], own())).toBe("not-granted");
    expect(codeOf(await db["execute-raw"](reading(), "delete from stage", "[]"))).toBe("not-granted");
  });

  test("read", async () => {
    expect(await query("select $1::int + 1 as sum, $2::text as word", [41, "it's"])).toEqual([
      { sum: 42, word: "it's" },
    ]);
    expect(await query("with x as (select 'a;b' as text) select * from x")).toEqual([{ text: "a;b" }]);
    expect(await query("select count(*) as count from item")).toEqual([{ count: 0 }]);
    expect(await query("select session, item from (select 1 as session, 2 as item) as x")).toEqual([
      { session: 1, item: 2 },
    ]);
  });

  test.each([
    ["select 1; delete from stage"],
    ["select 1) as x; delete from stage; select * from (select 1"],
    ["with x as (delete from stage returning *) select * from x"],
    ["delete from stage"],
    ["insert into stage (id, label) values ('a', 'b')"],
    ["select 1 /* open"],
    ["select 1;"],
    ["select * from item for update"],
    // Text that the driver would change after it was checked.
    ["select $slonik_$, $slonik_$ || set_config('role', 'none', true) || $slonik_$$slonik_$"],
    // A string that goes on in the next line keeps its backslashes in Postgres: the rest is no string.
    ["select E'a'\n'\\', set_config('role', 'none', true), '\\''"],
    ["select 'open"],
    ["select 1 into temporary x"],
    ["set transaction read write"],
    ["set role postgres"],
    ["reset role"],
    ["set session authorization default"],
    ["copy users to stdout"],
    ["copy item from program 'id'"],
    ["do $$ begin delete from item; end $$"],
    ["call sneak()"],
    ["listen cache"],
    ["explain select 1"],
    ["vacuum"],
    ["create table x ()"],
    ['select U&"pass" from users'],
    [""],
  ])("%s is refused", async (text) => {
    expect(["invalid-argument", "denied", "not-granted"]).toContain(await query(text));
    expect(["invalid-argument", "denied", "not-granted"]).toContain(
      codeOf(await write(text.replace(/^select/, "SELECT"))),
    );
    expect(await database.db.one(sql.unsafe`select count(*) as count from stage`)).toEqual({ count: 1 });
  });

  test("comments are none of its business", async () => {
    expect(await query("select /* two */ 2 as sum -- the end")).toEqual([{ sum: 2 }]);
  });

  test("rows that take too much stay in the database", async () => {
    expect(await query("select repeat('x', 2 * 1024 * 1024) as text")).toBe("too-large");
    expect(await query("select $1::text || '$1' as text, 'é' || $2::text as word", ["a", "b"])).toEqual([
      { text: "a$1", word: "éb" },
    ]);
  });

  test("a function that writes cannot", async () => {
    await database.db.run(sql.unsafe`
      create or replace function sneak() returns int language sql as $$ insert into stage (id, label) values ('sneak', 'x') returning 1 $$
    `);
    expect(["denied", "not-granted"]).toContain(await query("select sneak()"));
  });

  test.each([
    ["select pass from users"],
    ["select name from users"],
    ['select "users".* from "users"'],
    ["select u from public.users as u"],
    ["table users"],
    ["select * from session"],
    ["select 1 where exists (select from one_time_token)"],
    ["select (select max(pass) from users) as pass"],
    ["with x as (select * from session) select count(*) from x"],
    ["select * from item join lateral (select * from users) as u on true"],
    ["select * from state_entry"],
    ["select * from stage"],
    ["select * from migration"],
    ["select * from information_schema.tables"],
    ["select query_to_xml('select 1', true, true, '')"],
    ["select pg_read_file('/etc/passwd')"],
    ["select pg_catalog.pg_read_file('/etc/passwd')"],
    ["select \"pg_read_file\"('/etc/passwd')"],
    ["select pg_try_advisory_lock(7236198)"],
    ["select 'session'::regclass"],
    ["select public.lower('A')"],
    ["select nextval('x')"],
    ["select pg_terminate_backend(1)"],
    ["select lo_import('/etc/passwd')"],
    ["select set_config('role', 'none', true)"],
    ["select set_config('transaction_read_only', 'off', true)"],
    // What would hide it in a text, for who does not know that such tags have letters of all scripts.
    ["select $é$'$é$ as a, set_config('role', 'none', true) as b, $é$'$é$ as c"],
    ["select * from pg_shadow"],
    ["select query from pg_stat_activity"],
  ])("%s is out of reach", async (text) => {
    expect(await query(text)).toBe("not-granted");
  });

  test("end when a call of the plugin would", async () => {
    const started = performance.now();
    expect(await query("select pg_sleep(20)")).toBe("timed-out");
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("write, with the grant for it", async () => {
    expect(await write("insert into plugin_notes_note (id, what) values (gen_random_uuid(), $1)", ["raw"])).toBe(1);
    expect(await write("update plugin_notes_note set count = 7 where what = $1", ["raw"])).toBe(1);
    expect(await write("delete from plugin_notes_note where what = 'raw'")).toBe(1);
    expect(codeOf(await write("drop table item"))).toBe("invalid-argument");
  });

  test.each([
    ["update users set pass = ''"],
    ["insert into users_roles select id, id from users"],
    ["insert into plugin_notes_note (id, what) select id, pass from users"],
    ["with x as (update stage set label = 'x' returning *) select * from x"],
    ["update stage set label = 'x'"],
    ["delete from plugin_lifecycle"],
    ["with x as (select 1) select * into leaked from x"],
  ])("%s is not written", async (text) => {
    expect(["not-granted", "invalid-argument"]).toContain(codeOf(await write(text)));
    expect(await database.db.one(sql.unsafe`select count(*) as count from users where pass = 'a hash'`)).toEqual({
      count: 1,
    });
    expect(await database.db.one(sql.unsafe`select label from stage`)).toEqual({ label: "Live" });
    expect(await database.db.one(sql.unsafe`select to_regclass('leaked') as leaked`)).toEqual({ leaked: null });
  });

  test("leave the transaction around them as it was", async () => {
    const login = await database.db.one(sql.unsafe`select current_user as role`);
    const context = writing();
    await inTransaction(context.state, async (state) => {
      const inside = { ...context, state };
      expect(await query("select count(*) as count from item", [], inside)).toEqual([{ count: 0 }]);
      expect(await query("select * from session", [], inside)).toBe("not-granted");
      expect(await write("insert into plugin_notes_note (id, what) values (gen_random_uuid(), 'in')", [], inside)).toBe(
        1,
      );
      expect(codeOf(await write("update stage set label = 'x'", [], inside))).toBe("not-granted");
      await state.db.run(sql.unsafe`insert into variable (name, value) values (${`after ${where}`}, 'true')`);
      expect(await state.db.one(sql.unsafe`select current_user as role`)).toEqual(login);
      expect(await state.db.one(sql.unsafe`show statement_timeout`)).toEqual({ statement_timeout: "1min" });
    });
    expect(await query("select count(*) as count from plugin_notes_note where what = 'in'")).toEqual([
      { count: where === "in a role" ? 1 : 2 },
    ]);
  });

  test("a page that is made of rows is renewed with them", async () => {
    const reading = contextWith({ rawSql: "none", db: { read: ["item", "users"], write: [] } });
    const { cacheability } = reading.state;
    await db.select(reading, JSON.stringify({ table: "item" }));
    expect([...cacheability.tags]).toEqual(expect.arrayContaining(["table:item", "type:film"]));
    expect(cacheability.maxAge).toBe(Number.POSITIVE_INFINITY);
    // Accounts change without telling of the table: that page is renewed after a while.
    await db.select(reading, JSON.stringify({ table: "users" }));
    expect(cacheability.maxAge).toBeLessThanOrEqual(60_000);
  });

  test("make forgotten what is made of the tables that they name", async () => {
    const context = writing();
    const { cache } = context.state;
    const tags = ["table:plugin_notes_note", "table:item", "type:film", "vocabulary:genre", "site", "table:other"];
    const forgottenBy = async (text: string) => {
      for (const tag of tags) cache.set(tag, true, { tags: [tag] });
      expect(await write(text, [], context)).toBe(0);
      return tags.filter((tag) => cache.get(tag) === undefined);
    };
    expect(await forgottenBy("delete from Plugin_Notes_Note where what = 'nobody'")).toEqual([
      "table:plugin_notes_note",
    ]);
    expect(await forgottenBy("update item set title = title where id is null")).toEqual([
      "table:item",
      "type:film",
      "vocabulary:genre",
      "site",
    ]);
  });

  test("rows that are too many are not handed over", async () => {
    expect(await query("select repeat('x', 1000) as text from generate_series(1, 2000)")).toBe("too-large");
  });
});

describe("the roles of plugins", () => {
  const roles = () =>
    database.db.many<{ rights: string }>(sql.unsafe`
      select string_agg(relname || ' ' || lower(privilege_type), ', ' order by relname, privilege_type) as rights
      from pg_roles left join (pg_class cross join aclexplode(relacl) as acl) on acl.grantee = pg_roles.oid
      where rolname like 'trovato\\_raw\\_' || left(md5(current_database()), 8) || '%' group by rolname
    `);
  const settle = async (...contexts: HostContext[]) => {
    await settleRawRoles(
      database.db,
      contexts.flatMap((context) => [...context.state.site.plugins.values()]),
    );
    return (await roles()).map(({ rights }) => rights);
  };

  test("follow what is granted, and go with it", async () => {
    const own = "plugin_notes_note";
    expect(await settle(contextWith({ rawSql: "read", db: { read: ["item", "users"], write: ["item"] } }))).toEqual([
      `item select, ${own} select`,
    ]);
    expect(await settle(contextWith({ rawSql: "write", db: { read: [], write: ["category_tag"] } }))).toEqual([
      `category_tag delete, category_tag insert, category_tag update, ${own} delete, ${own} insert, ${own} select, ${own} update`,
    ]);
    expect(await settle(contextWith({ rawSql: "read", db: { read: ["no_such_table"], write: [] } }))).toEqual([
      `${own} select`,
    ]);
    expect(await settle(contextWith())).toEqual([]);
  });
});
