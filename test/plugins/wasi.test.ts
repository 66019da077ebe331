import { expect, test } from "@jest/globals";
import { filesOf, guest, itemOf, pluginsOf, returning, specOf } from "../support/guests.ts";

const IMPORTS = `(import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
(import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes_get (param i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
(import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
`;

/** Runs `body` in a tap that returns the element "0", whose text it may change at 92. */
function run(body: string) {
  const view = returning('{"#type":"markup","#value":"0"}').replace("(i32.const 16))", `${body} (i32.const 16))`);
  const manifest = specOf("wasi", { limits: { fuel: 100_000 } });
  const { plugins, lines, state } = pluginsOf({ wasi: filesOf("wasi", guest(IMPORTS + view), { manifest }) });
  const elements = plugins.taps.itemView(state, itemOf({})) as readonly { readonly "#value": string }[];
  return { value: elements[0]?.["#value"], lines };
}

const show = (code: string) => `(i32.store8 (i32.const 92) (i32.add (i32.const 48) ${code}))`;

test("what a plugin writes to stdout and stderr is logged", () => {
  const write = (
    descriptor: number,
  ) => `(i32.store (i32.const 200) (i32.const 64)) (i32.store (i32.const 204) (i32.const 7))
    ${show(`(call $fd_write (i32.const ${descriptor}) (i32.const 200) (i32.const 1) (i32.const 208))`)}`;
  expect(run(write(1))).toEqual({
    value: "0",
    lines: [{ level: "info", fields: { plugin: "wasi" }, message: '{"#type' }],
  });
  expect(run(write(2)).lines[0]!.level).toBe("warn");
  expect(run(write(3))).toEqual({ value: "8", lines: [] });
});

test("there is a clock, random numbers, and no environment", () => {
  const body = `(if (call $random_get (i32.const 200) (i32.const 16)) (then unreachable))
    (if (i64.eqz (i64.or (i64.load (i32.const 200)) (i64.load (i32.const 208)))) (then unreachable))
    (if (call $clock_time_get (i32.const 0) (i64.const 1) (i32.const 200)) (then unreachable))
    (if (i64.lt_u (i64.load (i32.const 200)) (i64.const 1600000000000000000)) (then unreachable))
    (i32.store (i32.const 200) (i32.const 9))
    (if (call $environ_sizes_get (i32.const 200) (i32.const 204)) (then unreachable))
    (if (i32.load (i32.const 200)) (then unreachable))`;
  expect(run(body)).toEqual({ value: "0", lines: [] });
});

test("there are no files", () => {
  const open =
    "(call $path_open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 0) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 200))";
  expect(run(show(open)).value).toBe("8");
  expect(run(show("(call $fd_read (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 200))")).value).toBe("8");
});

test.each(["(i32.const 65530)", "(i32.const -4)"])("addresses outside memory are answered, not followed: %s", (at) => {
  expect(run(show(`(i32.eq (call $random_get ${at} (i32.const 16)) (i32.const 21))`)).value).toBe("1");
  expect(run(show(`(i32.eq (call $clock_time_get (i32.const 0) (i64.const 1) ${at}) (i32.const 21))`)).value).toBe("1");
  expect(
    run(show(`(i32.eq (call $fd_write (i32.const 1) ${at} (i32.const 1) (i32.const 200)) (i32.const 21))`)).value,
  ).toBe("1");
  const part = `(i32.store (i32.const 200) ${at}) (i32.store (i32.const 204) (i32.const -1))`;
  expect(
    run(
      `${part}${show("(i32.eq (call $fd_write (i32.const 1) (i32.const 200) (i32.const 1) (i32.const 208)) (i32.const 21))")}`,
    ).value,
  ).toBe("1");
});

test("exit stops the call", () => {
  const { value, lines } = run("(call $proc_exit (i32.const 3))");
  expect(value).toBeUndefined();
  expect(lines[0]!.message).toBe("Plugin 'wasi' failed in tap_item_view. It called exit(3).");
});
