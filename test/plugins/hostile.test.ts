import { describe, expect, test } from "@jest/globals";
import { checkPlugin } from "../../kernel/plugins/load.ts";
import { QUARANTINE } from "../../kernel/plugins/quarantine.ts";
import { filesOf, guest, HELLO, itemOf, pluginsOf, requestState, returning, specOf, wat } from "../support/guests.ts";
import { recordingLog } from "../support/recording-log.ts";

const item = itemOf({});
const view = (body: string) => `(func (export "tap-item-view") (param i32) (result i32) ${body})`;
const kind = guest(returning(HELLO));

/** Calls a hostile guest between two kind ones; the kind ones are heard, and the log says what happened. */
function callHostile(bytes: Uint8Array, limits: { fuel?: number; memory_mb?: number; timeout_ms?: number } = {}) {
  const manifest = specOf("hostile", { limits: { fuel: 1_000_000, ...limits } });
  const { plugins, lines, state } = pluginsOf({
    first: kind,
    hostile: filesOf("hostile", bytes, { manifest }),
    last: kind,
  });
  const elements = plugins.taps.itemView(state, item);
  plugins.release(state);
  expect(elements).toEqual([JSON.parse(HELLO), JSON.parse(HELLO)]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ level: "error", fields: { plugin: "hostile", tap: "tap_item_view" } });
  return lines[0] as unknown as { fields: { code: string }; message: string };
}

const GUESTS: readonly (readonly [name: string, bytes: Uint8Array, code: string])[] = [
  ["loops for ever", guest(view("(loop $l (br $l)) (i32.const 16)")), "plugin.out_of_fuel"],
  [
    "loops for ever over calls",
    guest(`(func $f) ${view("(loop $l (call $f) (br $l)) (i32.const 16)")}`),
    "plugin.out_of_fuel",
  ],
  [
    "recurses for ever",
    guest(
      `(func $f (param i32) (result i32) (i32.add (call $f (local.get 0)) (i32.const 1))) ${view("(call $f (i32.const 1))")}`,
    ),
    "plugin.too_deep",
  ],
  [
    "recurses with large frames",
    guest(
      `(func $f (param i64) ${"(local i64)".repeat(2000)} (call $f (i64.const 1))) ${view("(call $f (i64.const 1)) (i32.const 16)")}`,
    ),
    "plugin.too_deep",
  ],
  [
    "recurses through a table",
    guest(
      `(type $t (func)) (table 1 funcref) (elem (i32.const 0) $f) (func $f (call_indirect (type $t) (i32.const 0))) ${view("(call $f) (i32.const 16)")}`,
    ),
    "plugin.too_deep",
  ],
  [
    "grows without end",
    guest(view("(loop $l (drop (memory.grow (i32.const 1))) (br $l)) (i32.const 16)")),
    "plugin.out_of_fuel",
  ],
  [
    "fills memory again and again",
    guest(view("(loop $l (memory.fill (i32.const 0) (i32.const 0) (i32.const 65536)) (br $l)) (i32.const 16)")),
    "plugin.out_of_fuel",
  ],
  [
    "fills more than there is",
    guest(view("(memory.fill (i32.const 0) (i32.const 0) (i32.const -1)) (i32.const 16)")),
    "plugin.out_of_fuel",
  ],
  ["traps", guest(view("unreachable")), "plugin.trapped"],
  ["reads outside its memory", guest(view("(i32.load (i32.const 65536))")), "plugin.trapped"],
  ["divides by zero", guest(view("(i32.div_s (i32.const 1) (i32.const 0))")), "plugin.trapped"],
  ["returns an address outside its memory", guest(view("(i32.const 65532)")), "plugin.bad_argument"],
  ["returns a negative address", guest(view("(i32.const -8)")), "plugin.bad_argument"],
  ["returns an address that is not aligned", guest(view("(i32.const 17)")), "plugin.bad_argument"],
  [
    "returns a string outside its memory",
    guest(
      view("(i32.store (i32.const 16) (i32.const 65530)) (i32.store (i32.const 20) (i32.const 100)) (i32.const 16)"),
    ),
    "plugin.bad_argument",
  ],
  [
    "returns a string that is too long",
    guest(view("(i32.store (i32.const 20) (i32.const -1)) (i32.const 16)")),
    "plugin.bad_result",
  ],
  ["returns no JSON", guest(returning("<p>hello</p>")), "plugin.bad_result"],
  ["returns text that is no element", guest(returning('"<p>hello</p>"')), "plugin.bad_result"],
  [
    "returns an element of a kind there is not",
    guest(returning('{"#type":"html","#value":"<b>"}')),
    "plugin.bad_result",
  ],
  [
    "returns an element with a key there is not",
    guest(returning('{"#type":"markup","#html":"<b>"}')),
    "plugin.bad_result",
  ],
  [
    "returns children that are not elements",
    guest(returning('{"#type":"container","#children":["x"]}')),
    "plugin.bad_result",
  ],
  [
    "returns bytes that are not UTF-8",
    guest(
      view(
        "(i32.store (i32.const 16) (i32.const 64)) (i32.store (i32.const 20) (i32.const 3)) (i32.store (i32.const 64) (i32.const 0x22ff22)) (i32.const 16)",
      ),
    ),
    "plugin.bad_argument",
  ],
  ["returns nothing", guest(view("(i32.const 16)")), "plugin.bad_result"],
];

const api = (name: string, type: string) =>
  `(import "trovato:kernel/${name.split(" ")[0]}@1.0.0" "${name.split(" ")[1]}" (func $host ${type}))\n`;
const hasField = api("item-api has-field", "(param i32 i32 i32) (result i32)");
const getTitle = api("item-api get-title", "(param i32 i32)");
const getFloat = api("item-api get-field-float", "(param i32 i32 i32 i32)");
const setContext = api("request-context set", "(param i32 i32 i32 i32)");
const write = api("logging log", "(param i32 i32 i32)");

const CALLERS: readonly (readonly [name: string, bytes: Uint8Array, code: string])[] = [
  [
    "passes a string outside its memory",
    guest(`${hasField}${view("(call $host (local.get 0) (i32.const 65530) (i32.const 10))")}`),
    "plugin.bad_argument",
  ],
  [
    "passes a length below zero",
    guest(`${hasField}${view("(call $host (local.get 0) (i32.const 64) (i32.const -1))")}`),
    "plugin.bad_argument",
  ],
  [
    "passes a NUL",
    guest(`${hasField}${view("(call $host (local.get 0) (i32.const 64) (i32.const 1))")}`),
    "plugin.bad_argument",
  ],
  [
    "wants a result outside its memory",
    guest(`${getTitle}${view("(call $host (local.get 0) (i32.const 65532)) (i32.const 16)")}`),
    "plugin.bad_argument",
  ],
  [
    "wants a result at an odd address",
    guest(
      `${getFloat}${view("(i32.store8 (i32.const 64) (i32.const 97)) (call $host (local.get 0) (i32.const 64) (i32.const 1) (i32.const 20)) (i32.const 16)")}`,
    ),
    "plugin.bad_argument",
  ],
  [
    "logs at a level there is not",
    guest(`${write}${view("(call $host (i32.const 9) (i32.const 0) (i32.const 0)) (i32.const 16)")}`),
    "plugin.bad_argument",
  ],
  [
    "calls the kernel for ever",
    guest(
      `${setContext}${view("(loop $l (call $host (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)) (br $l)) (i32.const 16)")}`,
    ),
    "plugin.out_of_fuel",
  ],
];

describe("a plugin that", () => {
  test.each([...GUESTS, ...CALLERS])("%s is left out, and the others are heard", (_name, bytes, code) => {
    const { fields, message } = callHostile(bytes);
    expect(fields.code).toBe(code);
    expect(message).toMatch(/^Plugin 'hostile' failed in tap_item_view\. /);
  });

  test.each(["(i32.const 65533)", "(i32.const 65534)", "(i32.const -2)"])("allocates at %s is left out", (address) => {
    const bytes = wat(`(module ${getTitle} (memory (export "memory") 1)
      (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) ${address})
      ${view("(call $host (local.get 0) (i32.const 16)) (i32.const 16)")})`);
    const { fields, message } = callHostile(bytes);
    expect(fields.code).toBe("plugin.bad_argument");
    expect(message).toContain("its allocator returned a bad address");
  });

  test.each([
    ["loops for ever", "(loop $l (br $l)) (i32.const 64)", "plugin.out_of_fuel"],
    ["recurses for ever", "(call $realloc (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 1))", "plugin.too_deep"],
    ["traps", "unreachable", "plugin.trapped"],
  ])("%s when the kernel calls its allocator is left out", (_name, body, code) => {
    const bytes = wat(`(module ${getTitle} (memory (export "memory") 1)
      (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) ${body})
      ${view("(call $host (local.get 0) (i32.const 16)) (i32.const 16)")})`);
    expect(callHostile(bytes).fields.code).toBe(code);
  });

  test.each([
    ["loops for ever", "(loop $l (br $l))", "plugin.out_of_fuel"],
    ["traps", "unreachable", "plugin.trapped"],
  ])("%s when the kernel has read its answer is left out", (_name, body, code) => {
    const post = `(func (export "cabi_post_tap-item-view") (param i32) ${body})`;
    expect(callHostile(guest(returning(HELLO) + post)).fields.code).toBe(code);
  });

  test("calls the kernel from its allocator is left out", () => {
    const bytes = wat(`(module ${getTitle} (memory (export "memory") 1)
      (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (call $host (i32.const 0) (i32.const 16)) (i32.const 64))
      ${view("(call $host (local.get 0) (i32.const 16)) (i32.const 16)")})`);
    const { fields, message } = callHostile(bytes);
    expect(fields.code).toBe("plugin.bad_argument");
    expect(message).toContain("Its allocator called item-api.get-title.");
  });

  test.each([
    [
      "floods the log",
      `${write}${view("(loop $l (call $host (i32.const 0) (i32.const 0) (i32.const 0)) (br $l)) (i32.const 16)")}`,
    ],
    [
      "passes large strings for ever",
      `${write}${view("(memory.fill (i32.const 64) (i32.const 97) (i32.const 65000)) (loop $l (call $host (i32.const 0) (i32.const 64) (i32.const 65000)) (br $l)) (i32.const 16)")}`,
    ],
  ])("%s is stopped after some lines", (_name, body) => {
    const manifest = specOf("hostile", { limits: { fuel: 1_000_000 } });
    const { plugins, lines, state } = pluginsOf({ hostile: filesOf("hostile", guest(body), { manifest }) });
    expect(plugins.taps.itemView(state, item)).toEqual([]);
    expect(lines.length).toBeLessThan(250);
    expect(lines.at(-1)).toMatchObject({ level: "error", fields: { code: "plugin.out_of_fuel" } });
    for (const line of lines) expect(line.message.length).toBeLessThanOrEqual(4096);
  });

  test("fills the context of the request is stopped", () => {
    const many = `(local $at i32) (loop $l
      (i32.store (i32.const 64) (i32.add (i32.const 0x20202020) (i32.add (i32.and (local.get $at) (i32.const 63)) (i32.shl (i32.shr_u (local.get $at) (i32.const 6)) (i32.const 8)))))
      (call $host (i32.const 64) (i32.const 4) (i32.const 0) (i32.const 0))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $l (i32.lt_u (local.get $at) (i32.const 1000)))) (i32.const 16)`;
    expect(callHostile(guest(`${setContext}${view(many)}`)).message).toContain(
      "It puts more into the request's context",
    );
    const large = `(memory.fill (i32.const 64) (i32.const 97) (i32.const 20000)) (call $host (i32.const 64) (i32.const 1) (i32.const 64) (i32.const 20000)) (i32.const 16)`;
    expect(callHostile(guest(`${setContext}${view(large)}`)).fields.code).toBe("plugin.bad_argument");
  });

  test("waits in the kernel for longer than its time is stopped", () => {
    const loop = `(loop $l (call $host (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)) (br $l)) (i32.const 16)`;
    const { fields, message } = callHostile(guest(`${setContext}${view(loop)}`), {
      fuel: 2_000_000_000,
      timeout_ms: 20,
    });
    expect(fields.code).toBe("plugin.timed_out");
    expect(message).toContain("It took longer than 20 ms.");
  });

  test("cannot have more memory than its limit", () => {
    const grow =
      "(if (result i32) (i32.eq (memory.grow (i32.const 16)) (i32.const -1)) (then unreachable) (else (i32.const 16)))";
    expect(callHostile(guest(view(grow)), { memory_mb: 1 }).fields.code).toBe("plugin.trapped");
  });

  test("stops within the time that its fuel takes", () => {
    const started = performance.now();
    callHostile(guest(view("(loop $l (br $l)) (i32.const 16)")), { fuel: 100_000_000 });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

test.each([
  [
    "loops for ever",
    "(func $start (loop $l (br $l))) (start $start)",
    "plugin.out_of_fuel",
    "It used up its 1000000 units of fuel.",
  ],
  ["traps", "(func $start unreachable) (start $start)", "plugin.trapped", "It stopped while it started: unreachable."],
  [
    "recurses for ever",
    "(func $start (call $start)) (start $start)",
    "plugin.too_deep",
    "Its calls nest too deeply while it started.",
  ],
  [
    "calls the kernel",
    `${getTitle}(func $start (call $host (i32.const 0) (i32.const 16))) (start $start)`,
    "plugin.unavailable",
    "It called item-api.get-title where there is no request.",
  ],
  [
    "loops in _initialize",
    '(func (export "_initialize") (loop $l (br $l)))',
    "plugin.out_of_fuel",
    "It used up its 1000000 units of fuel.",
  ],
])("a plugin whose start %s is not loaded", (_name, body, code, says) => {
  const manifest = specOf("hostile", { limits: { fuel: 1_000_000 } });
  const faults = checkPlugin(filesOf("hostile", guest(body + returning(HELLO)), { manifest }));
  expect(faults.map((fault) => [fault.code, fault.message])).toEqual([
    [code, `Plugin 'hostile' cannot be loaded from plugins/hostile/hostile.wasm: ${says}`],
  ]);
});

test("a plugin that fails again and again is left out for a while", () => {
  let now = 0;
  const { plugins, lines, state } = pluginsOf({ hostile: guest(view("unreachable")) }, () => now);
  for (let call = 0; call < QUARANTINE.failures + 3; call++) plugins.taps.itemView(state, item);
  expect(plugins.stats()[0]).toMatchObject({ quarantined: true, taps: { tap_item_view: { calls: 5, failures: 5 } } });
  expect(lines.at(-1)!.message).toBe(
    "Plugin 'hostile' failed in tap_item_view again and again, and is left out for 30 s.",
  );
  now += QUARANTINE.milliseconds;
  plugins.taps.itemView(state, item);
  plugins.taps.itemView(state, item);
  expect(plugins.stats()[0]!.taps.tap_item_view).toMatchObject({ calls: 6, failures: 6 });
});

test.each([
  ["stopped", "unreachable"],
  ["heard", "(i32.const 16)"],
])(
  "the memory that plugins took is given back when they are %s",
  async (_name, end) => {
    const grow =
      "(drop (memory.grow (i32.const 200))) (memory.fill (i32.const 65536) (i32.const 1) (i32.const 13000000))";
    const greedy = guest(returning(HELLO).replace("(i32.const 16))", `${grow} ${end})`));
    const manifest = specOf("greedy", { limits: { fuel: 2_000_000_000 } });
    let now = 0;
    // The clock runs ahead, so that the plugin is never left out for its failures.
    const { plugins } = pluginsOf({ greedy: filesOf("greedy", greedy, { manifest }) }, () => (now += 60_000));
    const { log } = recordingLog();
    const call = async () => {
      const state = requestState(log);
      plugins.taps.itemView(state, item);
      plugins.release(state);
      await new Promise(setImmediate);
    };
    const before = process.memoryUsage.rss();
    for (let calls = 0; calls < 100; calls++) await call();
    expect(plugins.stats()[0]!.stores.discarded).toBe(100);
    // Together they took 1.3 GB. When the engine collects is its own business, but it does.
    expect((process.memoryUsage.rss() - before) / 1024 ** 2).toBeLessThan(900);
  },
  60_000,
);

test("a store in which a plugin failed is not used again", () => {
  const counted = `(global $calls (mut i32) (i32.const 0))
    ${returning(HELLO).replace(
      "(i32.const 16))",
      `
      (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
      (if (i32.eq (global.get $calls) (i32.const 2)) (then unreachable))
      (i32.const 16))`,
    )}`;
  const { plugins, state } = pluginsOf({ counted: guest(counted) });
  const seen = [1, 2, 3, 4, 5].map(() => (plugins.taps.itemView(state, item) as readonly unknown[]).length);
  expect(seen).toEqual([1, 0, 1, 0, 1]);
});
