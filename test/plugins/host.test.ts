import { describe, expect, test } from "@jest/globals";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import type { Role } from "../../kernel/kinds/role/role-spec.ts";
import type { HostContext } from "../../kernel/model/host-functions.ts";
import type { Site } from "../../kernel/model/site.ts";
import { guest, itemOf, pluginsOf, requestState } from "../support/guests.ts";
import { recordingLog } from "../support/recording-log.ts";

const host = createHostFunctions();
const items = host["item-api"];
const { log, lines } = recordingLog();
const state = requestState(log);
const context: HostContext = { plugin: "blog", log, state };
state.items.push(
  itemOf({
    field_title: { value: "A", format: "plain" },
    field_count: { value: -3 },
    field_ratio: { value: 1.5 },
    field_open: { value: false },
    field_none: { value: null },
    field_huge: { value: 1e300 },
    field_tags: [
      { target_id: "t1", target_type: "category_tag" },
      { target_id: "t2", target_type: "category_tag" },
    ],
    field_files: [{ file_id: "f1", alt: "A picture" }],
    field_words: [{ value: "one" }, { value: "two" }],
    field_empty: [],
  }),
);

describe("item-api", () => {
  const READERS = ["get-field-string", "get-field-int", "get-field-float", "get-field-bool", "get-field-json"] as const;

  test.each([
    ["field_title", true, ["A", null, null, null, '{"value":"A","format":"plain"}']],
    ["field_count", true, ["-3", -3, -3, null, '{"value":-3}']],
    ["field_ratio", true, ["1.5", null, 1.5, null, '{"value":1.5}']],
    ["field_open", true, ["false", null, null, false, '{"value":false}']],
    ["field_none", false, [null, null, null, null, '{"value":null}']],
    ["field_huge", true, ["1e+300", null, 1e300, null, '{"value":1e+300}']],
    ["field_files", true, ["f1", null, null, null, '[{"file_id":"f1","alt":"A picture"}]']],
    ["field_words", true, ["one", null, null, null, '[{"value":"one"},{"value":"two"}]']],
    ["field_empty", false, [null, null, null, null, "[]"]],
    ["field_unknown", false, [null, null, null, null, null]],
    ["__proto__", false, [null, null, null, null, null]],
    ["constructor", false, [null, null, null, null, null]],
  ])("reads %s", (field, has, values) => {
    expect(items["has-field"](context, 0, field)).toBe(has);
    expect(READERS.map((name) => items[name](context, 0, field))).toEqual(values);
  });

  test("gives the id of the first reference", () => {
    expect(items["get-field-string"](context, 0, "field_tags")).toBe("t1");
  });

  test.each([-1, 1, 2_000_000_000])("knows no item %i", (handle) => {
    expect(items["get-title"](context, handle)).toBe("");
    expect(items["is-published"](context, handle)).toBe(false);
    expect(items["has-field"](context, handle, "field_title")).toBe(false);
    expect(items["get-field-json"](context, handle, "field_title")).toBeNull();
  });
});

test("variables are those of the plugin", () => {
  const site = {
    ...state.site,
    variables: new Map<string, string | number>([
      ["blog.size", 3],
      ["page.size", 4],
    ]),
  } as Site;
  const inSite: HostContext = { ...context, state: { ...state, site } };
  expect(host.variables.get(inSite, "size", "none")).toBe("3");
  expect(host.variables.get(inSite, "colour", "none")).toBe("none");
  expect(host.variables.get({ ...inSite, plugin: "page" }, "size", "none")).toBe("4");
});

test("the visitor is who the request is for", () => {
  const role: Role = {
    name: "authenticated",
    label: "Members",
    weight: 0,
    permissions: new Set(["vote"]),
    allPermissions: false,
  };
  const site = { ...state.site, roles: new Map([["authenticated", role]]) } as Site;
  const inSite: HostContext = { ...context, state: { ...state, site } };
  const users = host["user-api"];
  expect([users["current-user-id"](inSite), users["current-user-name"](inSite)]).toEqual([state.user.id, "Ada"]);
  expect(users["current-user-has-permission"](inSite, "vote")).toBe(true);
  expect(users["current-user-has-permission"](inSite, "administer site")).toBe(false);
});

test("what is logged carries the plugin's name", () => {
  for (const level of [0, 1, 2, 3]) host.logging.log(context, level, "hello");
  expect(lines.map(({ level, fields }) => [level, fields])).toEqual(
    ["debug", "info", "warn", "error"].map((level) => [level, { plugin: "blog" }]),
  );
});

test("a call is about the state it was made with, though the store is that of the request", () => {
  const SET = '(import "trovato:kernel/request-context@1.0.0" "set" (func $set (param i32 i32 i32 i32)))\n';
  const body = `${SET}
    (data (i32.const 16) "\\40\\00\\00\\00\\04\\00\\00\\00") (data (i32.const 64) "null")
    (func (export "tap-item-view") (param i32) (result i32)
      (call $set (i32.const 64) (i32.const 4) (i32.const 64) (i32.const 4))
      (i32.const 16))`;
  const { plugins, state: outer } = pluginsOf({ setting: guest(body) });
  plugins.taps.itemView(outer, itemOf({}));
  outer.context.clear();
  const inner = { ...outer, context: new Map<string, string>() };
  expect(plugins.taps.itemView(inner, itemOf({}))).toEqual([]);
  expect([outer.context.size, inner.context.size]).toEqual([0, 1]);
  expect(plugins.stats()[0]!.stores.created).toBe(1);
});

describe("strings cross the border", () => {
  const GET_TITLE = '(import "trovato:kernel/item-api@1.0.0" "get-title" (func $title (param i32 i32)))\n';
  /** Returns an element whose text is the title that the kernel gave. */
  const echo = guest(`${GET_TITLE}
    (data (i32.const 64) "{\\22#type\\22:\\22markup\\22,\\22#value\\22:\\22")
    (func (export "tap-item-view") (param i32) (result i32)
      (call $title (local.get 0) (i32.const 16))
      (memory.copy (i32.const 92) (i32.load (i32.const 16)) (i32.load (i32.const 20)))
      (i32.store16 (i32.add (i32.const 92) (i32.load (i32.const 20))) (i32.const 0x7d22))
      (i32.store (i32.const 24) (i32.const 64))
      (i32.store (i32.const 28) (i32.add (i32.const 30) (i32.load (i32.const 20))))
      (i32.const 24))`);

  test.each(["", "A", "Ünïcödé", "映画 🎬", "\ufffd", "x".repeat(3000)])("in UTF-8: %s", (title) => {
    const { plugins, state: request, lines: seen } = pluginsOf({ echo });
    const elements = plugins.taps.itemView(request, itemOf({}, { title }));
    expect(seen).toEqual([]);
    expect(elements).toEqual([{ "#type": "markup", "#value": title }]);
  });

  test("a name is what stands in memory now, not what stood there before", () => {
    const HAS = '(import "trovato:kernel/item-api@1.0.0" "has-field" (func $has (param i32 i32 i32) (result i32)))\n';
    const body = `${HAS}
      (data (i32.const 16) "\\40\\00\\00\\00\\1f\\00\\00\\00")
      (data (i32.const 64) "{\\22#type\\22:\\22markup\\22,\\22#value\\22:\\220\\22}")
      (func (export "tap-item-view") (param i32) (result i32)
        (i32.store8 (i32.const 200) (i32.const 97))
        (drop (call $has (local.get 0) (i32.const 200) (i32.const 1)))
        (drop (call $has (local.get 0) (i32.const 200) (i32.const 1)))
        (i32.store8 (i32.const 200) (i32.const 98))
        (i32.store8 (i32.const 92) (i32.add (i32.const 48) (call $has (local.get 0) (i32.const 200) (i32.const 1))))
        (i32.const 16))`;
    const view = (fields: { [name: string]: { value: number } }) => {
      const { plugins, state: request, lines: seen } = pluginsOf({ renaming: guest(body) });
      const elements = plugins.taps.itemView(request, itemOf(fields)) as readonly { readonly "#value": string }[];
      expect(seen).toEqual([]);
      return elements[0]!["#value"];
    };
    expect(view({ a: { value: 1 } })).toBe("0");
    expect(view({ b: { value: 1 } })).toBe("1");
  });
});
