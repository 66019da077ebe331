import { describe, expect, test } from "@jest/globals";
import { Fault } from "../../kernel/base/fault.ts";
import type { Json } from "../../kernel/base/json.ts";
import type { PluginSpec } from "../../kernel/kinds/plugin/plugin-spec.ts";
import type { HostFunctions } from "../../kernel/model/host-functions.ts";
import { QUARANTINE } from "../../kernel/plugins/quarantine.ts";
import { filesOf, guest, hostWith, itemOf, pluginsOf, specOf } from "../support/guests.ts";

const escaped = (text: string) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
const hex = (value: number) =>
  `\\${(value & 0xff).toString(16).padStart(2, "0")}\\${(value >> 8).toString(16).padStart(2, "0")}\\00\\00`;
/** Text at an address, and its address and length at another. */
const text = (at: number, words: string, pair: number) =>
  `(data (i32.const ${pair}) "${hex(at)}${hex(Buffer.byteLength(words))}") (data (i32.const ${at}) "${escaped(words)}")`;

/** The taps once as plain modules and once as modules whose calls may be suspended: one import makes the difference. */
const IMPORT = '(import "trovato:kernel/cache-api@1.0.0" "invalidate-tag" (func $wait (param i32 i32)))\n';
const WAIT = "(call $wait (i32.const 8) (i32.const 1))";
const KINDS = [
  ["at once", "", ""],
  ["after a wait", IMPORT, WAIT],
] as const;
const patient = hostWith({ "cache-api": { "invalidate-tag": () => new Promise((resolve) => setTimeout(resolve, 1)) } });

type Guests = { readonly [name: string]: { readonly body: string; readonly spec?: Partial<PluginSpec> } };

function load(taps: readonly string[], guests: Guests, host: HostFunctions = patient, now = () => 0) {
  const files = Object.entries(guests).map(([name, { body, spec }]) => [
    name,
    filesOf(name, guest(`${body} (data (i32.const 8) "x")`), {
      manifest: specOf(name, { taps: { implements: taps }, ...spec }),
    }),
  ]);
  return pluginsOf(Object.fromEntries(files), now, { host });
}

const trapping = (name: string, parameters: string, result = "") =>
  `(func (export "${name}") (param ${parameters}) ${result} unreachable)`;

describe.each(KINDS)("%s,", (_kind, imports, wait) => {
  test("views of plugins are collected in order", async () => {
    const says = (words: string) =>
      `${imports}${text(64, `{"#type":"markup","#value":"${words}"}`, 16)} (func (export "tap-item-view") (param i32) (result i32) ${wait} (i32.const 16))`;
    const { plugins, state } = load(["tap_item_view"], { a: { body: says("a") }, b: { body: says("b") } });
    expect(await plugins.taps.itemView(state, itemOf({}))).toEqual(
      ["a", "b"].map((words) => ({ "#type": "markup", "#value": words })),
    );
    expect(state.profile.taps).toBe(2);
  });

  /** Returns a list that begins with its own name and holds what it was given. */
  const adds = (name: string) => `${imports}(data (i32.const 64) "[\\22${name}\\22,")
    (func (export "tap-item-view-alter") (param i32 i32 i32) (result i32) ${wait}
      (memory.copy (i32.const 69) (local.get 1) (local.get 2))
      (i32.store8 (i32.add (i32.const 69) (local.get 2)) (i32.const 93))
      (i32.store (i32.const 16) (i32.const 64))
      (i32.store (i32.const 20) (i32.add (i32.const 6) (local.get 2)))
      (i32.const 16))`;

  test("alters receive what the one before returned", async () => {
    const { plugins, state } = load(["tap_item_view_alter"], { a: { body: adds("a") }, b: { body: adds("b") } });
    state.items.push(itemOf({}));
    const read = (returned: Json) => returned;
    expect(await plugins.taps.alter(state, "tap_item_view_alter", [0], ["x"], read)).toEqual(["b", ["a", ["x"]]]);
  });

  test("an alter that breaks, or whose result makes no sense, changes nothing", async () => {
    const { plugins, state, lines } = load(["tap_item_view_alter"], {
      a: { body: adds("a") },
      b: { body: trapping("tap-item-view-alter", "i32 i32 i32", "(result i32)") },
      c: { body: adds("c") },
      d: { body: adds("d") },
    });
    state.items.push(itemOf({}));
    const read = (returned: Json) => {
      if ((returned as Json[])[0] === "c") throw new Fault("plugin.bad_result", "It returned a c.");
      return returned;
    };
    expect(await plugins.taps.alter(state, "tap_item_view_alter", [0], null as Json, read)).toEqual(["d", ["a", null]]);
    expect(lines.map(({ message }) => message)).toEqual([
      "Plugin 'b' failed in tap_item_view_alter. It stopped in this call: unreachable.",
      "Plugin 'c' failed in tap_item_view_alter. It returned a c.",
    ]);
  });

  /** A result: nothing, or a failure with a code and a detail. */
  const checks = (fails: boolean) => `${imports}${text(64, "field_x: too much", 24)}
    (data (i32.const 16) "\\0${fails ? 1 : 0}\\00\\00\\00\\01\\00\\00\\00")
    (func (export "tap-item-presave") (param i32) (result i32) ${wait} (i32.const 16))`;

  test("objections of checks come together", async () => {
    const { plugins, state } = load(["tap_item_presave"], {
      fine: { body: checks(false) },
      strict: { body: checks(true) },
      torn: { body: trapping("tap-item-presave", "i32", "(result i32)") },
    });
    expect(await plugins.taps.check(state, "tap_item_presave", [0])).toEqual([
      { plugin: "strict", failure: { code: "invalid-argument", detail: "field_x: too much" } },
    ]);
  });

  test("a result that the contract does not have is left out, and logged", async () => {
    for (const bytes of ["\\02\\00\\00\\00\\01", "\\01\\00\\00\\00\\0a"]) {
      const body = `${imports}(data (i32.const 16) "${bytes}") (func (export "tap-item-presave") (param i32) (result i32) ${wait} (i32.const 16))`;
      const { plugins, state, lines } = load(["tap_item_presave"], { odd: { body } });
      expect(await plugins.taps.check(state, "tap_item_presave", [0])).toEqual([]);
      expect(lines[0]!.fields).toMatchObject({ code: "plugin.bad_result" });
    }
  });

  /** Answers with `result` when the operation begins with `v`. */
  const judges = (
    result: number,
  ) => `${imports}(func (export "tap-item-access") (param i32 i32 i32) (result i32) ${wait}
    (if (result i32) (i32.eq (i32.load8_u (local.get 1)) (i32.const 118)) (then (i32.const ${result})) (else (i32.const 0))))`;
  const [NEUTRAL, GRANT, DENY] = [0, 1, 2];
  const broken = trapping("tap-item-access", "i32 i32 i32", "(result i32)");

  test.each([
    ["neutral", [NEUTRAL, NEUTRAL]],
    ["grant", [GRANT, NEUTRAL]],
    ["grant", [NEUTRAL, GRANT]],
    ["deny", [GRANT, DENY]],
    ["deny", [DENY, GRANT]],
    ["deny", [3, GRANT]],
    ["deny", ["broken", GRANT]],
  ])("access is %s for %j", async (expected, answers) => {
    const guests = answers.map((answer, index) => [
      `p${index}`,
      { body: answer === "broken" ? broken : judges(answer as number) },
    ]);
    const { plugins, state } = load(["tap_item_access"], Object.fromEntries(guests));
    expect(await plugins.taps.access(state, "tap_item_access", [0, "view"])).toBe(expected);
  });

  test("a denial ends it: who comes after it is not asked", async () => {
    for (const [first, complaints] of [
      [DENY, 0],
      [GRANT, 1],
    ] as const) {
      const { plugins, state, lines } = load(["tap_item_access"], { a: { body: judges(first) }, b: { body: broken } });
      expect(await plugins.taps.access(state, "tap_item_access", [0, "view"])).toBe("deny");
      expect([first, lines.length]).toEqual([first, complaints]);
    }
  });

  test("the operation decides", async () => {
    const { plugins, state } = load(["tap_item_access"], { a: { body: judges(GRANT) } });
    expect(await plugins.taps.access(state, "tap_item_access", [0, "edit"])).toBe("neutral");
  });

  const PLAIN_CRON = `${imports}(func (export "tap-cron") ${wait})`;

  test("each is told, whatever becomes of the others", async () => {
    const { plugins, state, lines } = load(["tap_cron"], {
      a: { body: PLAIN_CRON },
      b: { body: '(func (export "tap-cron") unreachable)' },
      c: { body: PLAIN_CRON },
    });
    await plugins.taps.each(state, "tap_cron", []);
    expect(lines).toHaveLength(1);
    expect(plugins.stats().map(({ taps }) => [taps["tap_cron"]!.calls, taps["tap_cron"]!.failures])).toEqual([
      [1, 0],
      [1, 1],
      [1, 0],
    ]);
  });

  test("what goes around a call sees it fail, and its own failure is said once", async () => {
    const { plugins, state, lines } = load(["tap_cron"], {
      a: { body: '(func (export "tap-cron") unreachable)' },
      b: { body: PLAIN_CRON },
    });
    const seen: string[] = [];
    await plugins.taps.each(state, "tap_cron", [], async (inside, call) => {
      try {
        await call({ ...inside, stage: "other" });
        seen.push("released");
      } catch (error) {
        seen.push("rolled back");
        throw error;
      }
      throw new Error("The savepoint is gone.");
    });
    expect(seen).toEqual(["rolled back", "released"]);
    expect(lines.map(({ message }) => message)).toEqual([
      "Plugin 'a' failed in tap_cron. It stopped in this call: unreachable.",
      "What goes around tap_cron failed.",
    ]);
  });

  const installs = (fails: boolean) => `${imports}${text(64, "no room", 24)}
    (data (i32.const 16) "\\0${fails ? 1 : 0}\\00\\00\\00\\05\\00\\00\\00")
    (func (export "tap-install") (result i32) ${wait} (i32.const 16))`;

  test("a step of one plugin succeeds, fails, or is none of its business", async () => {
    const { plugins, state } = load(["tap_install"], {
      good: { body: installs(false) },
      bad: { body: installs(true) },
      torn: { body: '(func (export "tap-install") (result i32) unreachable)' },
    });
    const step = async (plugin: string) => {
      try {
        return await plugins.taps.one(state, plugin, "tap_install", []);
      } catch (error) {
        return [(error as Fault).code, (error as Fault).message];
      }
    };
    expect(await step("good")).toBeUndefined();
    expect(await step("bad")).toEqual(["plugin.refused", "Plugin 'bad' answered tap_install with conflict: no room"]);
    expect(await step("torn")).toEqual([
      "plugin.trapped",
      "Plugin 'torn' failed in tap_install. It stopped in this call: unreachable.",
    ]);
    expect(await step("none")).toEqual(["plugin.missing", "There is no plugin 'none'."]);
    expect(await plugins.taps.one(state, "good", "tap_enable", [])).toBeUndefined();
  });

  /** Returns its payload. */
  const echoes = `${imports}(func (export "top-films") (param i32 i32) (result i32) ${wait}
    (i32.store (i32.const 16) (local.get 0)) (i32.store (i32.const 20) (local.get 1)) (i32.const 16))
    (func (export "no-json") (param i32 i32) (result i32) (i32.store (i32.const 16) (i32.const 8)) (i32.store (i32.const 20) (i32.const 1)) (i32.const 16))
    (func (export "tap-other") (param i32 i32) (result i32) (i32.const 16))
    (func (export "other-shape") (param i32) (result i32) (i32.const 16))`;

  test("functions that a plugin offers are called by name, and nothing else is", async () => {
    const { plugins, state } = load([], { films: { body: echoes } });
    const call = async (name: string, payload = '{"year":"1999"}') => {
      try {
        return await plugins.taps.invoke(state, "films", name, payload);
      } catch (error) {
        return (error as Fault).code;
      }
    };
    expect(await call("top_films")).toBe('{"year":"1999"}');
    expect(await call("top-films", '"ü🎬"')).toBe('"ü🎬"');
    expect(await call("no_json")).toBe("plugin.bad_result");
    for (const name of ["tap-other", "other-shape", "cabi_realloc", "memory", "trovato:save", "constructor"]) {
      expect(await call(name)).toBe("plugin.no_function");
    }
    expect(plugins.taps.exists("films")).toBe(true);
    expect(plugins.taps.exists("books")).toBe(false);
  });
});

test("a plugin that is left out for a while denies, and answers nothing", async () => {
  const taps = ["tap_item_access", "tap_item_presave", "tap_cron"];
  const body = `${trapping("tap-item-access", "i32 i32 i32", "(result i32)")}${trapping("tap-item-presave", "i32", "(result i32)")}
    (func (export "tap-cron")) (func (export "offer") (param i32 i32) (result i32) unreachable)`;
  const { plugins, state, lines } = load(taps, { torn: { body } });
  for (let call = 0; call < QUARANTINE.failures; call++) plugins.taps.check(state, "tap_item_presave", [0]);
  lines.length = 0;
  expect(plugins.taps.access(state, "tap_item_access", [0, "view"])).toBe("deny");
  expect(plugins.taps.check(state, "tap_item_presave", [0])).toEqual([]);
  plugins.taps.each(state, "tap_cron", []);
  expect(() => plugins.taps.invoke(state, "torn", "offer", "{}")).toThrow("Plugin 'torn' is left out for a while");
  expect(plugins.stats()[0]!.taps).toMatchObject({ tap_cron: { calls: 0 }, tap_item_access: { calls: 0 } });
  expect(lines).toEqual([]);
});

describe("an item is handed over whole", () => {
  const body = `(func (export "tap-item-view-full") (param i32 i32) (result i32)
      (memory.copy (i32.const 91) (local.get 0) (local.get 1))
      (i32.store8 (i32.const 64) (i32.const 91)) (i32.store (i32.const 16) (local.get 0)) (i32.store (i32.const 20) (local.get 1)) (i32.const 16))`;
  const keep = (value: Json) => value;
  const alters = `(func (export "tap-item-view-alter-full") (param i32 i32 i32 i32) (result i32)
      (i32.store (i32.const 16) (local.get 0)) (i32.store (i32.const 20) (local.get 1)) (i32.const 16))`;

  test("to a plugin that wants it so for everything", () => {
    const { plugins, state } = load(["tap_item_view_alter"], { a: { body: alters, spec: { data_mode: "full" } } });
    state.items.push(itemOf({ field_a: { value: 1 } }));
    expect(plugins.taps.alter(state, "tap_item_view_alter", [0], [] as Json, keep)).toEqual({
      id: "0190a6e0-0000-7000-8000-000000000001",
      type: "film",
      title: "Unforgiven",
      author_id: "00000000-0000-0000-0000-000000000000",
      status: "published",
      created: 0,
      changed: 0,
      fields: { field_a: { value: 1 } },
    });
  });

  test("to a tap that wants it so, and to no other", () => {
    const taps = {
      implements: ["tap_item_view", "tap_item_view_alter"],
      options: { tap_item_view: { data_mode: "full" as const } },
    };
    const byHandle = `(func (export "tap-item-view-alter") (param i32 i32 i32) (result i32)
      (i32.store (i32.const 16) (local.get 1)) (i32.store (i32.const 20) (local.get 2)) (i32.const 16))`;
    const { plugins, state, lines } = load([], { a: { body: body + byHandle, spec: { taps } } });
    state.items.push(itemOf({}));
    expect(plugins.taps.alter(state, "tap_item_view_alter", [0], ["kept"] as Json, keep)).toEqual(["kept"]);
    plugins.taps.itemView(state, itemOf({}));
    expect(lines[0]!.message).toContain('It returned something that is not a render element: {"id"');
  });
});
