import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { PluginSpec } from "../../kernel/kinds/plugin/plugin-spec.ts";
import { checkPlugin } from "../../kernel/plugins/load.ts";
import { filesOf, guest, HELLO, itemOf, pluginsOf, returning, specOf } from "../support/guests.ts";

const root = join(import.meta.dirname, "../..");
const vectors =
  guest(`(type $t (func (param i32) (result i32))) (table 2 funcref) (elem (i32.const 0) $f $g) (data $d "some bytes")
  (global $v (mut v128) (v128.const i32x4 1 2 3 4))
  (func $f (param i32) (result i32) (return_call $g (i32.add (local.get 0) (i32.const 1))))
  (func $g (param i32) (result i32) (global.set $v (i32x4.add (global.get $v) (i32x4.splat (local.get 0)))) (i32x4.extract_lane 1 (global.get $v)))
  (func (export "f") (param i32) (result i32) (memory.init $d (i32.const 900) (i32.const 0) (i32.const 4))
    (memory.copy (i32.const 800) (i32.const 900) (i32.const 8)) (drop (memory.grow (i32.const 1)))
    (call_indirect (type $t) (local.get 0) (i32.and (local.get 0) (i32.const 1))))
  ${returning(HELLO)}`);

/** Real plugins, in different languages and with different instructions. */
const PLUGINS = {
  films: { wasm: readFileSync(join(root, "plugins/films/films.wasm")), encoding: "utf16" },
  summary: { wasm: readFileSync(join(root, "test/plugins/c-guest/summary.wasm")), encoding: "utf8" },
  vectors: { wasm: vectors, encoding: "utf8" },
} as const;
const ALLOWED =
  /^plugin\.(bad_module|bad_signature|tap_not_exported|unknown_import|trapped|out_of_fuel|too_deep|bad_argument|unavailable|timed_out)$/;
const MILLISECONDS = 20_000;

/** A change of a module: what is done, where (as a share of its length), and with which number. */
const mutation = fc.record({
  kind: fc.constantFrom("flip", "set", "cut", "insert", "copy", "truncate"),
  where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  from: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  size: fc.integer({ min: 1, max: 16 }),
  value: fc.nat(255),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

const MUTATE: { readonly [kind: string]: (bytes: Uint8Array, at: number, mutation: Mutation) => Uint8Array } = {
  flip: (bytes, at, { value }) => splice(bytes, at, 1, [bytes[at]! ^ (1 << (value & 7))]),
  set: (bytes, at, { value }) => splice(bytes, at, 1, [value]),
  cut: (bytes, at, { size }) => splice(bytes, at, size, []),
  insert: (bytes, at, { size, value }) => splice(bytes, at, 0, Array(size).fill(value)),
  copy: (bytes, at, { from, size }) => {
    const start = Math.floor(from * bytes.length);
    return splice(bytes, at, size, bytes.subarray(start, start + size));
  },
  truncate: (bytes, at) => bytes.subarray(0, at),
};

function splice(bytes: Uint8Array, at: number, removed: number, added: ArrayLike<number>): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), Uint8Array.from(added), bytes.subarray(at + removed)]);
}

function mutate(wasm: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  let bytes = wasm;
  for (const one of mutations) {
    if (bytes.length > 0) bytes = MUTATE[one.kind]!(bytes, Math.floor(one.where * bytes.length), one);
  }
  return Uint8Array.from(bytes);
}

/** A fault with a code that says what it is, or a plugin that can be called. */
async function survive(wasm: Uint8Array, encoding: "utf8" | "utf16"): Promise<void> {
  const manifest: PluginSpec = specOf("fuzzed", { string_encoding: encoding, limits: { fuel: 100_000 } });
  const files = filesOf("fuzzed", wasm, { manifest, modules: new Map() });
  const codes = checkPlugin(files).map(({ code }) => code);
  for (const code of codes) expect(code).toMatch(ALLOWED);
  if (codes.length > 0) return;
  const { plugins, state } = pluginsOf({ fuzzed: files });
  const item = itemOf({ field_rating: { value: 8.3 }, field_budget: { value: 10 }, field_gross: { value: 100 } });
  expect(Array.isArray(await plugins.taps.itemView(state, item))).toBe(true);
  plugins.release(state);
}

/** `npm test` stops after some seconds; TROVATO_FUZZ_RUNS=10000 goes all the way. */
const runs = Number(process.env["TROVATO_FUZZ_RUNS"] ?? 0);
const bounds = runs > 0 ? { numRuns: runs } : { numRuns: 10_000, interruptAfterTimeLimit: MILLISECONDS };

test("a damaged module is refused or works, and never harms the host", () => {
  const plugin = fc.constantFrom("films", "summary", "vectors");
  const damage = fc.array(mutation, { minLength: 1, maxLength: 4 });
  return fc.assert(
    fc.asyncProperty(plugin, damage, (name, mutations) =>
      survive(mutate(PLUGINS[name].wasm, mutations), PLUGINS[name].encoding),
    ),
    bounds,
  );
}, 600_000);

test("bytes at random are refused", () => {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  return fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, withHeader) =>
      survive(Uint8Array.from(withHeader ? [...header, ...bytes] : bytes), "utf8"),
    ),
    { numRuns: 500 },
  );
});
