import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { checkPlugin } from "../../kernel/plugins/load.ts";
import { checkModule } from "../../kernel/plugins/wasm/check.ts";
import { BOUNDS, CONTROL } from "../../kernel/plugins/wasm/controls.ts";
import { instrument } from "../../kernel/plugins/wasm/instrument.ts";
import { filesOf, wat } from "../support/guests.ts";

type Exports = { readonly [name: string]: unknown } & { readonly memory: WebAssembly.Memory };
type Function = (...parameters: unknown[]) => unknown;

function instantiate(bytes: Uint8Array<ArrayBuffer>, imports: WebAssembly.Imports = {}): Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports as unknown as Exports;
}

function meteredExports(bytes: Uint8Array<ArrayBuffer>, fuel = 1_000_000, pages = 16): Exports {
  const exports = instantiate(instrument(checkModule(bytes, pages), pages));
  (exports[CONTROL.fuel] as WebAssembly.Global).value = fuel;
  return exports;
}

/** Runs a call; returns a value, or that it trapped. */
function outcome(exports: Exports, name: string, parameters: readonly unknown[]): unknown {
  try {
    return (exports[name] as Function)(...parameters);
  } catch (error) {
    return (error as Error).name;
  }
}

const PROGRAMS = wat(`(module
  (memory (export "memory") 1 4)
  (table $t 4 funcref)
  (elem (i32.const 0) $fib $fac)
  (type $unary (func (param i32) (result i32)))
  (global $g (mut i64) (i64.const 7))
  (data $d "hello")
  (func $fib (export "fib") (param i32) (result i32)
    (if (i32.lt_s (local.get 0) (i32.const 2)) (then (return (local.get 0))))
    (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1))) (call $fib (i32.sub (local.get 0) (i32.const 2)))))
  (func $fac (export "fac") (param i32) (result i32) (local $r i32)
    (local.set $r (i32.const 1))
    (block $out (loop $l
      (br_if $out (i32.le_s (local.get 0) (i32.const 1)))
      (local.set $r (i32.mul (local.get $r) (local.get 0)))
      (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
      (br $l)))
    (local.get $r))
  (func (export "switch") (param i32) (result i32)
    (block $c (block $b (block $a
      (br_table $a $b $c (local.get 0)))
      (return (i32.const 10)))
      (return (i32.const 20)))
    (i32.const 30))
  (func (export "indirect") (param i32) (result i32) (call_indirect (type $unary) (i32.const 6) (local.get 0)))
  (func $two (param i32) (result i32 i32)
    (if (local.get 0) (then (return (i32.const 1) (i32.const 2))))
    (i32.const 3) (i32.const 4) (call $nop))
  (func $nop)
  (func (export "several") (param i32) (result i32) (call $two (local.get 0)) (i32.sub))
  (func (export "grow") (param i32) (result i32)
    (i32.add (i32.mul (memory.grow (local.get 0)) (i32.const 100)) (memory.size)))
  (func (export "bulk") (param i32) (result i32)
    (memory.fill (i32.const 100) (local.get 0) (i32.const 9))
    (memory.init $d (i32.const 104) (i32.const 0) (i32.const 5))
    (memory.copy (i32.const 110) (i32.const 103) (i32.const 4))
    (i32.xor (i32.load (i32.const 110)) (i32.load (i32.const 104))))
  (func (export "tables") (param i32) (result i32)
    (table.set $t (i32.const 2) (table.get $t (local.get 0)))
    (drop (table.grow $t (ref.null func) (i32.const 3)))
    (table.copy $t $t (i32.const 4) (i32.const 0) (i32.const 2))
    (i32.add (table.size $t) (ref.is_null (table.get $t (i32.const 5)))))
  (func (export "global") (param i32) (result i32)
    (global.set $g (i64.mul (global.get $g) (i64.extend_i32_s (local.get 0))))
    (i32.wrap_i64 (global.get $g)))
  (func (export "float") (param i32) (result i32)
    (i32.trunc_sat_f64_s (f64.sqrt (f64.mul (f64.convert_i32_s (local.get 0)) (f64.const 1e3)))))
  (func $even (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
    (return_call $odd (i32.sub (local.get 0) (i32.const 1))))
  (func $odd (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
    (return_call $even (i32.sub (local.get 0) (i32.const 1))))
  (func (export "even") (param i32) (result i32) (call $even (i32.mul (i32.and (local.get 0) (i32.const 15)) (i32.const 3333))))
  (func (export "tail") (param i32) (result i32)
    (return_call_indirect (type $unary) (i32.const 6) (i32.and (local.get 0) (i32.const 1))))
  (global $vector (mut v128) (v128.const i32x4 1 2 3 4))
  (func $scale (param v128 i32) (result v128) (local v128)
    (local.set 2 (i32x4.mul (local.get 0) (i32x4.splat (local.get 1))))
    (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get 2) (local.get 2)))
  (func (export "vectors") (param i32) (result i32)
    (global.set $vector (call $scale (i32x4.add (global.get $vector) (v128.load offset=104 (i32.const 0))) (local.get 0)))
    (v128.store32_lane 1 (i32.const 200) (global.get $vector))
    (v128.store (i32.const 208) (f32x4.convert_i32x4_s (global.get $vector)))
    (i32.add (i32x4.extract_lane 0 (global.get $vector)) (i8x16.bitmask (v128.load32_lane 2 (i32.const 200) (global.get $vector)))))
  (func (export "divide") (param i32) (result i32) (i32.div_s (i32.const 100) (local.get 0)))
  (func (export "blocks") (param i32) (result i32)
    (i32.add
      (block $b (result i32) (br_if $b (i32.const 5) (local.get 0)) (drop) (i32.const 6))
      (if (result i32) (local.get 0) (then (i32.const 7)) (else (i32.const 8)))))
)`);
const NAMES = [
  "fib",
  "fac",
  "switch",
  "indirect",
  "several",
  "grow",
  "bulk",
  "tables",
  "global",
  "float",
  "even",
  "tail",
  "vectors",
  "divide",
  "blocks",
];

describe("a metered module", () => {
  test("computes what the plain one does", () => {
    const call = fc.record({ name: fc.constantFrom(...NAMES), value: fc.integer({ min: -3, max: 12 }) });
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 12 }), (calls) => {
        const plain = instantiate(PROGRAMS);
        const metered = meteredExports(PROGRAMS, 100_000_000);
        for (const { name, value } of calls) {
          expect([name, value, outcome(metered, name, [value])]).toEqual([name, value, outcome(plain, name, [value])]);
        }
        const length = plain.memory.buffer.byteLength;
        expect(Buffer.from(metered.memory.buffer).equals(Buffer.from(plain.memory.buffer))).toBe(true);
        expect(metered.memory.buffer.byteLength).toBe(length);
      }),
      { numRuns: 300 },
    );
  });

  test("counts off every frame that it counted", () => {
    const exports = meteredExports(PROGRAMS, 100_000_000);
    for (const name of NAMES.filter((name) => name !== "divide")) outcome(exports, name, [1]);
    expect((exports[CONTROL.depth] as WebAssembly.Global).value).toBe(0);
  });

  test("uses the same fuel for the same work, and more for more", () => {
    const used = (value: number) => {
      const exports = meteredExports(PROGRAMS);
      (exports["fac"] as Function)(value);
      return 1_000_000 - (exports[CONTROL.fuel] as WebAssembly.Global).value;
    };
    expect(used(5)).toBe(used(5));
    expect(used(10) - used(9)).toBe(used(9) - used(8));
    expect(used(10)).toBeGreaterThan(used(9));
  });

  test("stops close to the end of its fuel, wherever it is", () => {
    for (let fuel = 0; fuel < 300; fuel += 7) {
      const exports = meteredExports(PROGRAMS, fuel);
      expect(outcome(exports, "fib", [20])).toBe("RuntimeError");
      const left = (exports[CONTROL.fuel] as WebAssembly.Global).value;
      expect(left).toBeLessThan(0);
      expect(left).toBeGreaterThan(-1_000);
    }
  });

  test("stops recursion long before the engine's stack ends", () => {
    const bytes = wat(
      '(module (memory (export "memory") 1) (func $f (export "f") (param i32) (result i32) (i32.add (call $f (local.get 0)) (i32.const 1))))',
    );
    const exports = meteredExports(bytes, 100_000_000);
    expect(outcome(exports, "f", [1])).toBe("RuntimeError");
    expect((exports[CONTROL.depth] as WebAssembly.Global).value).toBeGreaterThan(BOUNDS.slots);
  });

  test("stops tail calls without end, which need no stack", () => {
    const loop = wat(
      '(module (memory (export "memory") 1) (func $f (export "f") (param i32) (result i32) (return_call $f (local.get 0))))',
    );
    const exports = meteredExports(loop, 1_000_000);
    expect(outcome(exports, "f", [1])).toBe("RuntimeError");
    expect((exports[CONTROL.fuel] as WebAssembly.Global).value).toBeLessThan(0);
    expect((exports[CONTROL.depth] as WebAssembly.Global).value).toBeLessThan(BOUNDS.slots);
  });

  test("stops recursion over vectors long before the engine's stack ends", () => {
    const add = (count: number): string =>
      count === 0 ? "(local.get 0)" : `(i32x4.add (call $f (local.get 0)) ${add(count - 1)})`;
    const bytes = wat(
      `(module (memory (export "memory") 1) (func $f (param v128) (result v128) ${add(50)}) (func (export "f") (param i32) (result i32) (i32x4.extract_lane 0 (call $f (i32x4.splat (local.get 0))))))`,
    );
    const exports = meteredExports(bytes, 100_000_000);
    expect(outcome(exports, "f", [1])).toBe("RuntimeError");
    expect((exports[CONTROL.depth] as WebAssembly.Global).value).toBeGreaterThan(BOUNDS.slots);
  });

  test("cannot reach its counters", () => {
    const forged = (index: number) =>
      wat(`(module (memory (export "memory") 1) (global (mut i32) (i32.const 0))
        (func (export "tap-item-view") (param i32) (result i32) (global.set 0 (i32.const 2000000000)) (i32.const 16)))`).map(
        (byte, at, bytes) => (byte === 0 && bytes[at - 1] === 0x24 ? index : byte),
      );
    for (let index = 1; index < 8; index++) {
      expect(checkPlugin(filesOf("blog", forged(index))).map((fault) => fault.code)).toEqual(["plugin.bad_module"]);
    }
  });

  test("pays for memory by the page", () => {
    const exports = meteredExports(PROGRAMS, BOUNDS.pageCost * 2);
    expect(outcome(exports, "grow", [1])).toBe(102);
    expect(outcome(exports, "grow", [2])).toBe("RuntimeError");
  });
});
