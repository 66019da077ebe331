import { uuidv7 } from "../../kernel/base/ids.ts";
import type { Json, JsonObject } from "../../kernel/base/json.ts";
import { isObject } from "../../kernel/base/json.ts";
import { itemReaders } from "../../kernel/host/item-read.ts";
import { logging } from "../../kernel/host/logging.ts";
import { requestContext } from "../../kernel/host/request-context.ts";
import type { PluginSpec } from "../../kernel/kinds/plugin/plugin-spec.ts";
import type { HostContext, HostFunctions } from "../../kernel/model/host-functions.ts";
import type { FieldValue, Item } from "../../kernel/model/item.ts";
import type { Failure } from "../../kernel/model/plugin-answers.ts";
import { handleOf } from "../../kernel/model/request-state.ts";
import { mockItem } from "./mock-item.ts";
import type { MockRow, MockTables } from "./mock-tables.ts";
import { insertRow, matchingRows, openMockTable, selectRows } from "./mock-tables.ts";

/** Everything that a plugin can reach, in memory. A test may change any of it between calls. */
export type MockWorld = {
  user: { id: string; name: string; permissions: readonly string[] };
  readonly items: Map<string, Item>;
  readonly variables: Map<string, string>;
  readonly tables: MockTables;
  readonly cache: Map<string, { readonly value: string; readonly tags: readonly string[] }>;
  readonly jobs: { readonly queue: string; readonly payload: Json }[];
  /** Answers of gathers, by `name.display`; and functions of other plugins, by `plugin.function`. */
  readonly gathers: { [gather: string]: (input: JsonObject) => Json };
  readonly callbacks: { [callback: string]: (payload: Json) => Json };
};

function problem(code: Failure["code"], detail: string): Failure {
  return { code, detail };
}

/** The functions of the contract over `world`. What the manifest requests counts as granted. */
export function createMockHost(world: MockWorld, spec: PluginSpec): HostFunctions {
  return {
    "item-api": itemApi(world),
    db: db(world, spec),
    variables: {
      get: (_context, name, fallback) => world.variables.get(name) ?? fallback,
      async set(_context, name, value) {
        world.variables.set(name, value);
        return undefined;
      },
    },
    "request-context": requestContext,
    "user-api": {
      "current-user-id": () => world.user.id,
      "current-user-name": () => world.user.name,
      "current-user-has-permission": (_context, permission) => world.user.permissions.includes(permission),
    },
    "cache-api": cacheApi(world),
    "plugin-api": {
      "plugin-exists": (_context, name) =>
        name === spec.name || Object.keys(world.callbacks).some((key) => key.startsWith(`${name}.`)),
      async invoke(_context, plugin, name, payload) {
        const isGranted = plugin === spec.name || (spec.requests?.invoke ?? []).includes(plugin);
        if (!isGranted) return problem("not-granted", `The manifest does not request to call ${plugin}.`);
        const callback = world.callbacks[`${plugin}.${name}`];
        if (callback === undefined) return problem("not-found", `The test gave no callback ${plugin}.${name}.`);
        return JSON.stringify(callback(JSON.parse(payload) as Json));
      },
    },
    queue: {
      async push(_context, queue, payload) {
        if (spec.requests?.queue !== true) return problem("not-granted", "The manifest does not request a queue.");
        world.jobs.push({ queue, payload: JSON.parse(payload) as Json });
        return undefined;
      },
    },
    logging,
  };
}

function itemApi(world: MockWorld): HostFunctions["item-api"] {
  const setField = (context: HostContext, handle: number, field: string, value: FieldValue | null) =>
    change(context, handle, ({ fields }) => {
      const { [field]: _, ...others } = fields;
      return { fields: value === null ? others : { ...others, [field]: value } };
    });
  return {
    ...itemReaders,
    "set-title": (context, handle, title) => change(context, handle, () => ({ title })),
    "set-published": (context, handle, published) => change(context, handle, () => ({ published })),
    "set-field-string": (context, handle, field, value) => setField(context, handle, field, { value }),
    "set-field-int": (context, handle, field, value) => setField(context, handle, field, { value: Number(value) }),
    "set-field-float": (context, handle, field, value) => setField(context, handle, field, { value }),
    "set-field-bool": (context, handle, field, value) => setField(context, handle, field, { value }),
    "set-field-json": (context, handle, field, text) =>
      setField(context, handle, field, JSON.parse(text) as FieldValue | null),
    async load({ state }, id) {
      const item = world.items.get(id);
      return item === undefined ? null : handleOf(state, item);
    },
    async create(_context, text) {
      const draft = JSON.parse(text) as JsonObject;
      const item = mockItem({ ...draft, id: uuidv7(), published: draft["status"] !== "unpublished" });
      world.items.set(item.id, item);
      return item.id;
    },
    async save({ state }, handle) {
      const item = state.items[handle];
      if (item === undefined) return problem("not-found", `There is no item with the handle ${handle}.`);
      world.items.set(item.id, item);
      return undefined;
    },
    async delete({ state }, handle) {
      const { id = "" } = state.items[handle] ?? {};
      return world.items.delete(id) ? undefined : problem("not-found", `There is no item with the handle ${handle}.`);
    },
    async gather(_context, name, display, input) {
      const answer = world.gathers[`${name}.${display}`];
      if (answer === undefined) return problem("not-found", `The test gave no gather ${name}.${display}.`);
      return JSON.stringify(answer(JSON.parse(input) as JsonObject));
    },
  };
}

function change({ state }: HostContext, handle: number, part: (item: Item) => Partial<Item>): Failure | undefined {
  const item = state.items[handle];
  if (item === undefined) return problem("not-found", `There is no item with the handle ${handle}.`);
  state.items[handle] = { ...item, ...part(item) };
  return undefined;
}

function db({ tables }: MockWorld, spec: PluginSpec): HostFunctions["db"] {
  /** The rows that conditions of a change find; a change takes at least one. */
  const found = (table: string, conditions: string): MockRow[] | Failure => {
    const rows = openMockTable(tables, spec, table, "write");
    const list = JSON.parse(conditions) as Json;
    if (!Array.isArray(rows)) return rows;
    const isOpen = !Array.isArray(list) || list.length === 0;
    return isOpen ? problem("invalid-argument", "A change takes a condition.") : matchingRows(rows, list);
  };
  const noStatements = async () => problem("unavailable", "There is no database in a unit test.");
  return {
    async select(_context, text) {
      const query = JSON.parse(text) as JsonObject;
      const rows = openMockTable(tables, spec, query["table"], "read");
      const answer = Array.isArray(rows) ? selectRows(rows, query) : rows;
      return Array.isArray(answer) ? JSON.stringify(answer) : answer;
    },
    async insert(_context, table, row) {
      const rows = openMockTable(tables, spec, table, "write");
      return Array.isArray(rows) ? insertRow(rows, JSON.parse(row) as Json) : rows;
    },
    async update(_context, table, values, conditions) {
      const rows = found(table, conditions);
      if (!Array.isArray(rows)) return rows;
      const given = JSON.parse(values) as Json;
      for (const row of rows) Object.assign(row, isObject(given) ? given : {});
      return rows.length;
    },
    async delete(_context, table, conditions) {
      const rows = found(table, conditions);
      if (!Array.isArray(rows)) return rows;
      tables[table] = tables[table]!.filter((row) => !rows.includes(row));
      return rows.length;
    },
    "query-raw": noStatements,
    "execute-raw": noStatements,
  };
}

function cacheApi({ cache }: MockWorld): HostFunctions["cache-api"] {
  const keyOf = (bin: string, key: string) => `${bin} ${key}`;
  return {
    get: async (_context, bin, key) => cache.get(keyOf(bin, key))?.value ?? null,
    async set(_context, bin, key, value, tags) {
      cache.set(keyOf(bin, key), { value, tags: JSON.parse(tags) as string[] });
    },
    async "invalidate-tag"(_context, tag) {
      for (const [key, { tags }] of cache) if (tags.includes(tag)) cache.delete(key);
    },
  };
}
