import type { Immediate, Opcode, Run } from "./opcode.ts";
import { prefixed, vector } from "./opcode.ts";
import { VECTOR_RUNS } from "./vector-opcodes.ts";

/** The instructions that the instrumenter treats in a way of their own. */
export const OP = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  br_if: 0x0d,
  br_table: 0x0e,
  return: 0x0f,
  call: 0x10,
  call_indirect: 0x11,
  return_call: 0x12,
  return_call_indirect: 0x13,
  local_get: 0x20,
  global_get: 0x23,
  global_set: 0x24,
  table_set: 0x26,
  memory_size: 0x3f,
  memory_grow: 0x40,
  i32_const: 0x41,
  i32_lt_s: 0x48,
  i32_gt_s: 0x4a,
  i32_gt_u: 0x4b,
  i32_add: 0x6a,
  i32_sub: 0x6b,
  i32_shr_u: 0x76,
  memory_init: prefixed(8),
  data_drop: prefixed(9),
  memory_copy: prefixed(10),
  memory_fill: prefixed(11),
  table_init: prefixed(12),
  elem_drop: prefixed(13),
  table_copy: prefixed(14),
  table_grow: prefixed(15),
  table_fill: prefixed(17),
} as const;

type Row = readonly [name: string, immediate: Immediate, pops: number, pushes: number];

const CONTROL: { readonly [code: number]: Row } = {
  [OP.unreachable]: ["unreachable", "none", 0, 0],
  1: ["nop", "none", 0, 0],
  [OP.block]: ["block", "block", 0, 0],
  [OP.loop]: ["loop", "block", 0, 0],
  [OP.if]: ["if", "block", 1, 0],
  [OP.else]: ["else", "none", 0, 0],
  [OP.end]: ["end", "none", 0, 0],
  [OP.br]: ["br", "label", 0, 0],
  [OP.br_if]: ["br_if", "label", 1, 0],
  [OP.br_table]: ["br_table", "labels", 1, 0],
  [OP.return]: ["return", "none", 0, 0],
  [OP.call]: ["call", "call", 0, 0],
  [OP.call_indirect]: ["call_indirect", "indirect", 1, 0],
  [OP.return_call]: ["return_call", "call", 0, 0],
  [OP.return_call_indirect]: ["return_call_indirect", "indirect", 1, 0],
  26: ["drop", "none", 1, 0],
  27: ["select", "none", 3, 1],
  28: ["select", "types", 3, 1],
  [OP.local_get]: ["local.get", "index", 0, 1],
  33: ["local.set", "index", 1, 0],
  34: ["local.tee", "index", 1, 1],
  [OP.global_get]: ["global.get", "index", 0, 1],
  [OP.global_set]: ["global.set", "index", 1, 0],
  37: ["table.get", "index", 1, 1],
  [OP.table_set]: ["table.set", "index", 2, 0],
  [OP.memory_size]: ["memory.size", "index", 0, 1],
  [OP.memory_grow]: ["memory.grow", "index", 1, 1],
  [OP.i32_const]: ["i32.const", "i32", 0, 1],
  66: ["i64.const", "i64", 0, 1],
  67: ["f32.const", "f32", 0, 1],
  68: ["f64.const", "f64", 0, 1],
  208: ["ref.null", "reference_type", 0, 1],
  209: ["ref.is_null", "none", 1, 1],
  210: ["ref.func", "index", 0, 1],
  [OP.memory_init]: ["memory.init", "two_indexes", 3, 0],
  [OP.data_drop]: ["data.drop", "index", 0, 0],
  [OP.memory_copy]: ["memory.copy", "two_indexes", 3, 0],
  [OP.memory_fill]: ["memory.fill", "index", 3, 0],
  [OP.table_init]: ["table.init", "two_indexes", 3, 0],
  [OP.elem_drop]: ["elem.drop", "index", 0, 0],
  [OP.table_copy]: ["table.copy", "two_indexes", 3, 0],
  [OP.table_grow]: ["table.grow", "index", 2, 1],
  [prefixed(16)]: ["table.size", "index", 0, 1],
  [OP.table_fill]: ["table.fill", "index", 3, 0],
};

/** Runs of instructions that have the same shape. */
const RUNS: readonly Run[] = [
  {
    first: 0x28,
    immediate: "memory_access",
    pops: 1,
    pushes: 1,
    names:
      "i32.load i64.load f32.load f64.load i32.load8_s i32.load8_u i32.load16_s i32.load16_u " +
      "i64.load8_s i64.load8_u i64.load16_s i64.load16_u i64.load32_s i64.load32_u",
  },
  {
    first: 0x36,
    immediate: "memory_access",
    pops: 2,
    pushes: 0,
    names: "i32.store i64.store f32.store f64.store i32.store8 i32.store16 i64.store8 i64.store16 i64.store32",
  },
  { first: 0x45, immediate: "none", pops: 1, pushes: 1, names: "i32.eqz" },
  {
    first: 0x46,
    immediate: "none",
    pops: 2,
    pushes: 1,
    names: "i32.eq i32.ne i32.lt_s i32.lt_u i32.gt_s i32.gt_u i32.le_s i32.le_u i32.ge_s i32.ge_u",
  },
  { first: 0x50, immediate: "none", pops: 1, pushes: 1, names: "i64.eqz" },
  {
    first: 0x51,
    immediate: "none",
    pops: 2,
    pushes: 1,
    names:
      "i64.eq i64.ne i64.lt_s i64.lt_u i64.gt_s i64.gt_u i64.le_s i64.le_u i64.ge_s i64.ge_u " +
      "f32.eq f32.ne f32.lt f32.gt f32.le f32.ge f64.eq f64.ne f64.lt f64.gt f64.le f64.ge",
  },
  { first: 0x67, immediate: "none", pops: 1, pushes: 1, names: "i32.clz i32.ctz i32.popcnt" },
  {
    first: 0x6a,
    immediate: "none",
    pops: 2,
    pushes: 1,
    names:
      "i32.add i32.sub i32.mul i32.div_s i32.div_u i32.rem_s i32.rem_u i32.and i32.or i32.xor " +
      "i32.shl i32.shr_s i32.shr_u i32.rotl i32.rotr",
  },
  { first: 0x79, immediate: "none", pops: 1, pushes: 1, names: "i64.clz i64.ctz i64.popcnt" },
  {
    first: 0x7c,
    immediate: "none",
    pops: 2,
    pushes: 1,
    names:
      "i64.add i64.sub i64.mul i64.div_s i64.div_u i64.rem_s i64.rem_u i64.and i64.or i64.xor " +
      "i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr",
  },
  {
    first: 0x8b,
    immediate: "none",
    pops: 1,
    pushes: 1,
    names: "f32.abs f32.neg f32.ceil f32.floor f32.trunc f32.nearest f32.sqrt",
  },
  {
    first: 0x92,
    immediate: "none",
    pops: 2,
    pushes: 1,
    names: "f32.add f32.sub f32.mul f32.div f32.min f32.max f32.copysign",
  },
  {
    first: 0x99,
    immediate: "none",
    pops: 1,
    pushes: 1,
    names: "f64.abs f64.neg f64.ceil f64.floor f64.trunc f64.nearest f64.sqrt",
  },
  {
    first: 0xa0,
    immediate: "none",
    pops: 2,
    pushes: 1,
    names: "f64.add f64.sub f64.mul f64.div f64.min f64.max f64.copysign",
  },
  {
    first: 0xa7,
    immediate: "none",
    pops: 1,
    pushes: 1,
    names:
      "i32.wrap_i64 i32.trunc_f32_s i32.trunc_f32_u i32.trunc_f64_s i32.trunc_f64_u i64.extend_i32_s i64.extend_i32_u " +
      "i64.trunc_f32_s i64.trunc_f32_u i64.trunc_f64_s i64.trunc_f64_u f32.convert_i32_s f32.convert_i32_u f32.convert_i64_s " +
      "f32.convert_i64_u f32.demote_f64 f64.convert_i32_s f64.convert_i32_u f64.convert_i64_s f64.convert_i64_u f64.promote_f32 " +
      "i32.reinterpret_f32 i64.reinterpret_f64 f32.reinterpret_i32 f64.reinterpret_i64 " +
      "i32.extend8_s i32.extend16_s i64.extend8_s i64.extend16_s i64.extend32_s",
  },
  {
    first: prefixed(0),
    immediate: "none",
    pops: 1,
    pushes: 1,
    names:
      "i32.trunc_sat_f32_s i32.trunc_sat_f32_u i32.trunc_sat_f64_s i32.trunc_sat_f64_u " +
      "i64.trunc_sat_f32_s i64.trunc_sat_f32_u i64.trunc_sat_f64_s i64.trunc_sat_f64_u",
  },
];

/**
 * Every instruction that the runtime accepts: the core of WebAssembly with sign extension, saturating conversions,
 * several values, bulk memory, reference types, tail calls and vectors. No exceptions, so that no guest catches what a
 * host throws; no threads.
 */
export const OPCODES: ReadonlyMap<number, Opcode> = new Map([
  ...Object.entries(CONTROL).map(([code, [name, immediate, pops, pushes]]): [number, Opcode] => [
    Number(code),
    { name, immediate, pops, pushes },
  ]),
  ...[...RUNS, ...VECTOR_RUNS].flatMap(({ first, names, ...shape }) =>
    names
      .split(" ")
      .map((name, index): [number, Opcode] => [first + index, { name, ...shape }])
      .filter(([, { name }]) => name !== "-"),
  ),
]);

/** The proposals that other codes belong to, for messages. */
const REFUSED: readonly { readonly from: number; readonly to: number; readonly what: string }[] = [
  { from: 0x06, to: 0x0a, what: "exception handling" },
  { from: 0x14, to: 0x15, what: "typed references" },
  { from: 0x18, to: 0x19, what: "exception handling" },
  { from: 0x1f, to: 0x1f, what: "exception handling" },
  { from: 0xd3, to: 0xd6, what: "typed references" },
  { from: 0xfb, to: 0xfb, what: "garbage collection" },
  { from: vector(0x100), to: vector(0x1ff), what: "relaxed vectors" },
  { from: 0xfe, to: 0xfe, what: "threads" },
];

/** `0x1f (exception handling)`: what an opcode is that the runtime does not accept. */
export function describeUnknown(code: number): string {
  const name = nameOfCode(code);
  const what = REFUSED.find((range) => code >= range.from && code <= range.to)?.what;
  return what === undefined ? name : `${name} (${what})`;
}

function nameOfCode(code: number): string {
  const number = (value: number) => `0x${value.toString(16).padStart(2, "0")}`;
  if (code >= vector(0)) return `0xfd ${number(code - vector(0))}`;
  return code > 0xff ? `0xfc ${code & 0xff}` : number(code);
}
