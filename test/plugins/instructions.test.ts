import { expect, test } from "@jest/globals";
import { checkModule } from "../../kernel/plugins/wasm/check.ts";
import type { Immediate } from "../../kernel/plugins/wasm/opcode.ts";
import { prefixed, vector } from "../../kernel/plugins/wasm/opcode.ts";
import { OP, OPCODES } from "../../kernel/plugins/wasm/opcodes.ts";
import { exportsThatReach } from "../../kernel/plugins/wasm/reach.ts";
import { wat } from "../support/guests.ts";

const u32 = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...u32(value >>> 7)]);
const sized = (bytes: readonly number[]) => [...u32(bytes.length), ...bytes];

/** A module with a memory, a table, a global, passive segments and one function with the instructions. */
function moduleOf(instructions: readonly number[]): Uint8Array<ArrayBuffer> {
  const body = sized([0, ...instructions, OP.end]);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, ...sized([1, 0x60, 0, 0])],
    ...[3, ...sized([1, 0])],
    ...[4, ...sized([1, 0x70, 0, 1])],
    ...[5, ...sized([1, 0, 1])],
    ...[6, ...sized([1, 0x7f, 1, OP.i32_const, 0, OP.end])],
    ...[7, ...sized([2, 6, ...Buffer.from("memory"), 2, 0, 1, 0x66, 0, 0])],
    ...[9, ...sized([1, 1, 0, 1, 0])],
    ...[12, ...sized([1])],
    ...[10, ...sized([1, ...body])],
    ...[11, ...sized([1, 1, 0])],
  ]);
}

function bytesOf(code: number): number[] {
  if (code >= vector(0)) return [0xfd, ...u32(code - vector(0))];
  return code >= prefixed(0) ? [0xfc, ...u32(code - prefixed(0))] : [code];
}

/** Returns what the engine or the runtime has against a module. */
function complaint(check: () => unknown): string {
  try {
    check();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}
const engine = (bytes: Uint8Array<ArrayBuffer>) => complaint(() => new WebAssembly.Module(bytes));
const runtime = (bytes: Uint8Array<ArrayBuffer>) => complaint(() => checkModule(bytes, 16));

const IMMEDIATES: { readonly [Kind in Immediate]: readonly number[] } = {
  none: [],
  block: [0x40],
  label: [0],
  labels: [0, 0],
  call: [0],
  indirect: [0, 0],
  index: [0],
  two_indexes: [0, 0],
  memory_access: [0, 0],
  i32: [0],
  i64: [0],
  f32: [0, 0, 0, 0],
  f64: [0, 0, 0, 0, 0, 0, 0, 0],
  types: [1, 0x7f],
  reference_type: [0x70],
  lane: [0],
  lane_access: [0, 0, 0],
  v128: Array(16).fill(0),
};
const STRUCTURE: ReadonlySet<number> = new Set([OP.else, OP.end]);
const NEEDS_LOCAL = /^local\./;

test("every instruction in the table is one for the engine, with just that after it", () => {
  for (const [code, { name, immediate }] of OPCODES) {
    if (STRUCTURE.has(code) || NEEDS_LOCAL.test(name)) continue;
    const closing = immediate === "block" ? [OP.end] : [];
    // Behind `unreachable` there are as many values of any type as an instruction wants.
    const bytes = moduleOf([OP.unreachable, ...bytesOf(code), ...IMMEDIATES[immediate], OP.unreachable, ...closing]);
    expect([name, engine(bytes), runtime(bytes)]).toEqual([name, "", ""]);
  }
});

test("an instruction that is not in the table is refused by its name, whether the engine knows it or not", () => {
  const known = new Set(OPCODES.keys());
  const single = Array.from({ length: 0xfc }, (_, code) => code);
  const others = [
    ...single,
    0xfe,
    ...Array.from({ length: 0x120 }, (_, code) => vector(code)),
    prefixed(18),
    prefixed(200),
  ];
  for (const code of others.filter((code) => !known.has(code))) {
    const said = runtime(moduleOf([OP.unreachable, ...bytesOf(code), ...Array(20).fill(0)]));
    expect(said).toMatch(
      /^it uses the instruction 0x[0-9a-f]{2}( 0x[0-9a-f]+| \d+)?( \([a-z ]+\))?, which the runtime does not accept$/,
    );
  }
});

test("there are as many as the specification has", () => {
  const names = [...OPCODES.values()].map(({ name }) => name);
  const ofVectors = [...OPCODES.keys()].filter((code) => code >= vector(0));
  expect(ofVectors).toHaveLength(236);
  // 172 of the first version, 5 sign extensions, 8 saturating conversions, 4 of memory, 6 of tables, table.get and
  // .set, 3 of references, typed select, 2 tail calls.
  expect(names).toHaveLength(172 + 5 + 8 + 4 + 6 + 2 + 3 + 1 + 2 + 236);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual(["select"]);
});

test.each([
  ["catches exceptions", [0x06, 0x40, OP.end], "0x06 (exception handling)"],
  ["catches exceptions in a table", [0x1f, 0x40, 0, OP.end], "0x1f (exception handling)"],
  ["throws", [0x08, 0], "0x08 (exception handling)"],
  ["works on shared memory", [0xfe, 0, 0, 0], "0xfe (threads)"],
  ["allocates objects", [0xfb, 0, 0], "0xfb (garbage collection)"],
  ["calls through references", [0x14, 0], "0x14 (typed references)"],
  ["is relaxed about vectors", [0xfd, 0x80, 0x02], "0xfd 0x100 (relaxed vectors)"],
])("a module that %s is refused", (_name, instructions, expected) => {
  expect(runtime(moduleOf([OP.unreachable, ...instructions]))).toBe(
    `it uses the instruction ${expected}, which the runtime does not accept`,
  );
});

test.each([
  ["a block of a type that there is not", [OP.block, 0x6e, OP.unreachable, OP.end, 0x1a], "the value type 0x6e"],
  ["a null of a type that there is not", [0xd0, 0x69, 0x1a], "the reference type 0x69"],
  ["a choice of a type that there is not", [OP.unreachable, 0x1c, 1, 0x6e, 0x1a], "the value type 0x6e"],
])("%s is refused", (_name, instructions, expected) => {
  expect(runtime(moduleOf(instructions))).toBe(`it uses ${expected}, which the runtime does not accept`);
});

test("every kind of segment is read", () => {
  const bytes =
    wat(`(module (memory (export "memory") 1) (table $t 8 funcref) (table $u 4 funcref) (table $e 1 externref)
    (global $g i32 (i32.const 2)) (global $r funcref (ref.func $f))
    (func $f)
    (elem (table $t) (i32.const 0) func $f) (elem (table $u) (i32.const 1) func $f) (elem func $f) (elem declare func $f)
    (elem (table $t) (i32.const 1) funcref (ref.func $f) (ref.null func)) (elem funcref (ref.null func))
    (elem (table $e) (i32.const 0) externref (ref.null extern))
    (data (i32.const 8) "a") (data "b") (data (memory 0) (i32.const 16) "c"))`);
  expect(runtime(bytes)).toBe("");
});

test("an export waits only when it can come to call what waits", () => {
  const module = checkModule(
    wat(`(module (import "h" "wait" (func $wait)) (import "h" "other" (func $other)) (memory (export "memory") 1)
      (type $t (func)) (table 1 funcref)
      (func $a (call $b)) (func $b (if (i32.const 1) (then (return_call $wait)))) (func $c (call $other))
      (func (export "direct") (call $wait)) (func (export "far") (call $a)) (func (export "none") (call $c))
      (func (export "table") (call $d)) (func $d (call_indirect (type $t) (i32.const 0))) (export "again" (func $wait)))`),
    16,
  );
  expect([...exportsThatReach(module, new Set([0]))]).toEqual(["direct", "far", "table", "again"]);
  expect([...exportsThatReach(module, new Set())]).toEqual([]);
});
