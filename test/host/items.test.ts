import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { ANONYMOUS } from "../../kernel/accounts/permissions.ts";
import { loadItem } from "../../kernel/content/load.ts";
import { saveItem } from "../../kernel/content/save.ts";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import type { PluginGrants, SitePlugin } from "../../kernel/kinds/plugin/plugin-spec.ts";
import type { HostContext } from "../../kernel/model/host-functions.ts";
import type { Failure } from "../../kernel/model/plugin-answers.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { handleOf, NO_TAPS } from "../../kernel/model/request-state.ts";
import type { Site } from "../../kernel/model/site.ts";
import { seedFilms, stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

const host = createHostFunctions();
const items = host["item-api"];
let database: TestDatabase;
let site: Site;

beforeAll(async () => {
  database = await openTestDatabase();
  site = { ...(await seedFilms(database.db)), variables: new Map(), generation: 0 };
});
afterAll(() => database?.close());

const NONE: PluginGrants = { db: { read: [], write: [] }, rawSql: "none", queue: false, invoke: [] };
function contextWith(more: Partial<RequestState> = {}, grants: Partial<PluginGrants> = {}): HostContext {
  const plugin: SitePlugin = {
    name: "notes",
    version: "1.0.0",
    grants: { ...NONE, ...grants },
    tables: {},
    judges: [],
    givesGrants: null,
    timeoutMs: 1_000,
  };
  const state = stateOf(database.db, { ...site, plugins: new Map([["notes", plugin]]) }, more);
  return { plugin: "notes", log: state.log, state };
}
const codeOf = (answer: unknown) => (answer as Failure | undefined)?.code;
const savedFilm = (context: HostContext) => saveItem(context.state, { type: "film", title: "Alien", fields: {} });

describe("items that a plugin holds", () => {
  test("are set by type, and the item of others stays as it is", async () => {
    const context = contextWith();
    const item = await savedFilm(context);
    const handle = handleOf(context.state, item);
    expect(items["set-title"](context, handle, " Aliens ")).toBeUndefined();
    expect(items["set-field-float"](context, handle, "field_rating", 8.5)).toBeUndefined();
    expect(items["set-field-int"](context, handle, "field_budget", 11_000_000n)).toBeUndefined();
    expect(items["set-published"](context, handle, false)).toBeUndefined();
    expect(items["get-title"](context, handle)).toBe("Aliens");
    expect(items["get-field-float"](context, handle, "field_rating")).toBe(8.5);
    expect([item.title, item.fields, item.published]).toEqual(["Alien", {}, true]);
  });

  test.each([
    ["set-field-string", "field_rating", "8", "type-mismatch"],
    ["set-field-float", "field_rating", 11, "invalid-argument"],
    ["set-field-float", "field_rating", Number.NaN, "invalid-argument"],
    ["set-field-int", "field_nothing", 1n, "not-found"],
    ["set-field-json", "field_rating", "{", "invalid-argument"],
    ["set-field-json", "__proto__", "1", "not-found"],
  ] as const)("%s of %s with %p is %s", async (name, field, value, code) => {
    const context = contextWith();
    const handle = handleOf(context.state, await savedFilm(context));
    expect(codeOf((items[name] as (...given: unknown[]) => unknown)(context, handle, field, value))).toBe(code);
  });

  test.each([-1, 99, 2_000_000_000])("are not at the handle %i", async (handle) => {
    const context = contextWith();
    expect(codeOf(items["set-title"](context, handle, "x"))).toBe("not-found");
    expect(codeOf(await items.save(context, handle, ""))).toBe("not-found");
    expect(codeOf(await items.delete(context, handle))).toBe("not-found");
  });

  test("are saved with what was set, by whoever may, and not over the save of somebody else", async () => {
    const context = contextWith();
    const { id } = await savedFilm(context);
    const handle = (await items.load(context, id)) as number;
    const other = (await items.load(context, id)) as number;
    items["set-title"](context, handle, "Aliens");
    items["set-title"](context, other, "Alien 3");
    expect(await items.save(context, handle, "a sequel")).toBeUndefined();
    expect((await loadItem(context.state, id))?.title).toBe("Aliens");
    expect(codeOf(await items.save(context, other, ""))).toBe("conflict");
    const { log } = await database.db.one<{ log: string }>(
      sql.unsafe`select log_message as log from item_revision where item_id = ${id}::uuid order by id desc limit 1`,
    );
    expect(log).toBe("a sequel");
    const visitor = contextWith({ user: ANONYMOUS });
    visitor.state.items.push(context.state.items[handle]!);
    expect(codeOf(await items.save(visitor, 0, ""))).toBe("denied");
    expect(codeOf(await items.delete(visitor, 0))).toBe("denied");
    expect(await items.load(visitor, id)).toBeNull();
    expect(await items.delete(context, handle)).toBeUndefined();
    expect(await items.load(context, id)).toBeNull();
    expect(await items.load(context, "no id")).toBeNull();
  });

  test.each([
    [{ type: "film", title: "New", fields: { field_rating: { value: 7 } } }, undefined],
    [{ type: "film", title: "Bare", fields: { field_rating: 7 }, status: "unpublished" }, undefined],
    [{ type: "film", title: "" }, "invalid-argument"],
    [{ type: "film", title: "x", fields: { field_rating: { value: "much" } } }, "invalid-argument"],
    [{ type: "film", title: "x", fields: { field_nothing: 1 } }, "not-found"],
    [{ type: "book", title: "x" }, "not-found"],
    [{ type: "film", title: "x", status: 1 }, "invalid-argument"],
    [[], "invalid-argument"],
  ])("are made from %j: %s", async (draft, code) => {
    const context = contextWith();
    const answer = await items.create(context, JSON.stringify(draft));
    expect(codeOf(answer)).toBe(code);
    if (code !== undefined) return;
    expect((await loadItem(context.state, answer as string))?.fields).toEqual({ field_rating: { value: 7 } });
    expect(codeOf(await items.create(contextWith({ user: ANONYMOUS }), JSON.stringify(draft)))).toBe("denied");
  });
});

describe("what a plugin keeps", () => {
  test("jobs are refused by the name of their queue, as long as nothing takes them", async () => {
    expect(codeOf(await host.queue.push(contextWith(), "mails", "{}"))).toBe("not-granted");
    const context = contextWith({}, { queue: true });
    expect(codeOf(await host.queue.push(context, "no name", "{}"))).toBe("invalid-argument");
    expect(codeOf(await host.queue.push(context, "mails", "{"))).toBe("invalid-argument");
    expect(await host.queue.push(context, "mails", '{"to":"ann"}')).toEqual({
      code: "unavailable",
      detail: "Nothing takes jobs from the queue notes.mails yet, so none is kept.",
    });
    expect(await database.db.many(sql.unsafe`select from queue_entry`)).toEqual([]);
  });

  test("cached values are its own, in its stage, until a tag of theirs is invalidated", async () => {
    const context = contextWith();
    const cache = host["cache-api"];
    await cache.set(context, "bin", "key", "value", '["t"]');
    expect(await cache.get(context, "bin", "key")).toBe("value");
    expect(await cache.get({ ...context, plugin: "other" }, "bin", "key")).toBeNull();
    expect(await cache.get({ ...context, state: { ...context.state, stage: "draft" } }, "bin", "key")).toBeNull();
    await cache["invalidate-tag"](context, "t");
    expect(await cache.get(context, "bin", "key")).toBeNull();
    // What the kernel's own tags are on is not for plugins to throw away, but the rows of their tables.
    for (const tag of ["site", "type:film", "item:7", "table:plugin_other_note"]) {
      await cache.set(context, "bin", "key", "value", JSON.stringify([tag]));
      await cache["invalidate-tag"](context, tag);
      expect(await cache.get(context, "bin", "key")).toBe("value");
    }
    await cache.set(context, "bin", "key", "value", '["table:plugin_notes_note"]');
    await cache["invalidate-tag"](context, "table:plugin_notes_note");
    expect(await cache.get(context, "bin", "key")).toBeNull();
    await cache.set(context, "bin", "key", "value", "no list");
    expect(await cache.get(context, "bin", "key")).toBeNull();
  });

  test("variables are written under its name", async () => {
    const context = contextWith();
    expect(await host.variables.set(context, "greeting", "hello")).toBeUndefined();
    expect(await host.variables.set(context, "greeting", "hi")).toBeUndefined();
    expect(codeOf(await host.variables.set(context, "", "x"))).toBe("invalid-argument");
    expect(codeOf(await host.variables.set(context, "x", "y".repeat(100_000)))).toBe("too-large");
    expect(await database.db.many(sql.unsafe`select * from plugin_variable`)).toEqual([
      { plugin: "notes", name: "greeting", value: "hi" },
    ]);
  });
});

test("other plugins are called with the grant only, and what they lack is said", async () => {
  const taps = { ...NO_TAPS, invoke: (_: unknown, plugin: string, name: string) => `"${plugin}.${name}"` };
  const { invoke } = host["plugin-api"];
  expect(codeOf(await invoke(contextWith({ taps }), "blog", "featured", "{}"))).toBe("not-granted");
  expect(await invoke(contextWith({ taps }, { invoke: ["blog"] }), "blog", "featured", "{}")).toBe('"blog.featured"');
  expect(codeOf(await invoke(contextWith({ taps }), "notes", "own", "{}"))).toBe("invalid-argument");
  expect(codeOf(await invoke(contextWith({}, { invoke: ["blog"] }), "blog", "featured", "{}"))).toBe("not-found");
});
