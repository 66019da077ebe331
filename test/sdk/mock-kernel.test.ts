import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Json } from "../../kernel/base/json.ts";
import { buildPlugin } from "../../kernel/cli/plugin-build.ts";
import type { MockKernel } from "../../sdk/testing/mock-kernel.ts";
import { openMockKernel, textOf } from "../../sdk/testing/mock-kernel.ts";
import { copyOf } from "./copies.ts";

let directory: string;
let kernel: MockKernel;
beforeAll(async () => {
  directory = await copyOf(join(import.meta.dirname, "fixtures/everything"));
  await buildPlugin(directory);
  kernel = await openMockKernel(directory);
});

describe("JSON in a plugin", () => {
  test("comes back as it was", async () => {
    const value = fc
      .jsonValue({ maxDepth: 4 })
      .map((one) => JSON.parse(JSON.stringify(one).replaceAll("-0", "0")) as Json);
    await fc.assert(
      fc.asyncProperty(value, async (one) => {
        fc.pre(JSON.stringify(one).isWellFormed() && !JSON.stringify(one).includes("\\u0000"));
        expect(await kernel.call("echo", { one })).toEqual({ one });
      }),
      { numRuns: 200 },
    );
  });

  test("is read as what it is, and as nothing where it is something else", async () => {
    const read = (value: Json) => kernel.call("read", { value });
    const nothing = { text: "", int: 0, float: 0, bool: false, length: 0, deep: "", keys: "" };
    expect(await read('é\n"')).toEqual({ ...nothing, text: 'é\n"' });
    expect(await read(9007199254740991)).toEqual({ ...nothing, int: 9007199254740991, float: 9007199254740991 });
    expect(await read(-1.5e3)).toEqual({ ...nothing, int: -1500, float: -1500 });
    expect(await read(2.9)).toEqual({ ...nothing, int: 2, float: 2.9 });
    expect(await read(1e-7)).toEqual({ ...nothing, float: 1e-7 });
    expect(await read(true)).toEqual({ ...nothing, bool: true });
    expect(await read({ a: { b: [1, "found"] }, c: null })).toEqual({
      ...nothing,
      length: 2,
      deep: "found",
      keys: "a,c",
    });
    expect(await read(null)).toEqual(nothing);
  });

  test.each([
    ['{"a":[1,2.5e-3,"\\u00e9\\n",true,null]}', true],
    [" [ ] ", true],
    ["", false],
    ["{", false],
    ['{"a" 1}', false],
    ["[1,]", false],
    ["01", false],
    ["1.", false],
    ["nul", false],
    ['"\\x"', false],
    ['"\n"', false],
    ["1 2", false],
    ["[".repeat(64) + "]".repeat(64), true],
    ["[".repeat(65) + "]".repeat(65), false],
  ])("%j is told apart", async (text, isJson) => {
    expect(await kernel.call("parse", { text })).toEqual({ isJson });
  });
});

test("an item is handed over whole", async () => {
  const fields = { field_text: "t", field_int: 7, field_float: 0.5 };
  const shown = textOf(await kernel.view({ id: "i", type: "note", title: "T", fields }));
  expect(shown).toBe("i note T 00000000-0000-0000-0000-000000000000 true false t 7 0.5");
});

test("alters change what is given", async () => {
  const secret = { "#type": "markup", "#key": "secret" } as const;
  const open = { "#type": "markup", "#key": "open" } as const;
  expect(await kernel.alterView({}, [secret, open])).toEqual([open]);
  expect(await kernel.preprocess({ title: "loud" }, { other: 1 })).toEqual({ other: 1, shouted: "LOUD" });
});

test("a check before a save sets fields, or says what is wrong with one", async () => {
  const { item, failure } = await kernel.presave({ title: "  T ", fields: { field_gone: "x" } });
  expect(failure).toBeNull();
  expect(item).toMatchObject({ title: "T", published: false });
  expect(item.fields).toEqual({
    field_text: { value: "set" },
    field_int: { value: 5 },
    field_float: { value: 2.5 },
    field_bool: { value: true },
    field_tags: [
      { target_id: "a", target_type: "category_tag" },
      { target_id: "b", target_type: "category_tag" },
    ],
    field_long: { value: "Long", format: "plain" },
  });
  const refused = await kernel.presave({ fields: { field_float: 11 } });
  expect(refused.failure).toEqual({ code: "invalid-argument", detail: "field_float: must not be above 10" });
});

test("cron has a console, a clock, a queue, a cache, settings and what the request shares", async () => {
  await kernel.cron();
  await kernel.cron();
  expect(kernel.lines).toEqual(Array(2).fill({ level: "info", message: "as in a browser" }));
  expect(kernel.jobs).toEqual(Array(2).fill({ queue: "mail", payload: { to: "ada" } }));
  expect(kernel.variables.get("runs")).toBe("2");
  expect(kernel.context.get("cron")).toBe("ran");
});

test("steps of a life can be refused", async () => {
  await kernel.step("install");
  expect(kernel.tables["counts"]).toMatchObject([{ name: "installs", number: 1 }]);
  await kernel.upgrade("0.9.0");
  await expect(kernel.upgrade("0.1.0")).rejects.toThrow("conflict: from 0.1.0 there is no way");
});

test("tables are written and read; those of others need a request", async () => {
  const { tables } = kernel;
  tables["counts"] = [];
  expect(await kernel.call("count", {})).toEqual({
    changed: 2,
    deleted: 1,
    rows: [
      { name: "many", number: 3 },
      { name: "n", number: 1 },
    ],
    refused: "not-granted: The manifest declares no table users and requests none to read.",
  });
});

test("items are created, loaded, changed, saved and deleted", async () => {
  kernel.user = { id: "u", name: "Ada", permissions: [] };
  const answer = { text: "y", tags: "a", published: false, saved: true, user: "Ada", missing: true };
  expect(await kernel.call("store", {})).toEqual(answer);
  expect(kernel.items.size).toBe(0);
});

test("other plugins are functions of the test", async () => {
  expect(await kernel.call("ask", { n: 2 })).toBe("nobody");
  kernel.callbacks["other.double"] = (payload) => ({ doubled: payload });
  expect(await kernel.call("ask", { n: 2 })).toEqual({ doubled: { n: 2 } });
});

test("a plugin that does not look at a failure stops, and the test sees why", async () => {
  await expect(kernel.call("unlooked", {})).rejects.toThrow("Plugin 'everything' failed in unlooked.");
  expect(kernel.lines.at(-1)).toMatchObject({ level: "error", message: expect.stringContaining("not-granted: ") });
  await expect(kernel.call("nothing", {})).rejects.toThrow("Plugin 'everything' offers no function 'nothing'.");
});

test("a plugin that no site would load does not open", async () => {
  const broken = await copyOf(join(import.meta.dirname, "fixtures/everything"), ["everything.wasm"]);
  await expect(openMockKernel(broken)).rejects.toThrow();
});
