import type { Immediate, Run } from "./opcode.ts";
import { vector } from "./opcode.ts";

const of = (type: string, names: string) =>
  names
    .split(" ")
    .map((name) => (name === "-" ? name : `${type}.${name}`))
    .join(" ");
const COMPARE = "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u";
const COMPARE_FLOAT = "eq ne lt gt le ge";

/** Every instruction on vectors of 128 bits, from the first code to the last. */
const NAMES = [
  of("v128", "load load8x8_s load8x8_u load16x4_s load16x4_u load32x2_s load32x2_u"),
  of("v128", "load8_splat load16_splat load32_splat load64_splat store const"),
  of("i8x16", "shuffle swizzle splat"),
  "i16x8.splat i32x4.splat i64x2.splat f32x4.splat f64x2.splat",
  of("i8x16", "extract_lane_s extract_lane_u replace_lane"),
  of("i16x8", "extract_lane_s extract_lane_u replace_lane"),
  ...["i32x4", "i64x2", "f32x4", "f64x2"].map((type) => of(type, "extract_lane replace_lane")),
  ...["i8x16", "i16x8", "i32x4"].map((type) => of(type, COMPARE)),
  ...["f32x4", "f64x2"].map((type) => of(type, COMPARE_FLOAT)),
  of("v128", "not and andnot or xor bitselect any_true"),
  of("v128", "load8_lane load16_lane load32_lane load64_lane store8_lane store16_lane store32_lane store64_lane"),
  of("v128", "load32_zero load64_zero"),
  "f32x4.demote_f64x2_zero f64x2.promote_low_f32x4",
  of("i8x16", "abs neg popcnt all_true bitmask narrow_i16x8_s narrow_i16x8_u"),
  of("f32x4", "ceil floor trunc nearest"),
  of("i8x16", "shl shr_s shr_u add add_sat_s add_sat_u sub sub_sat_s sub_sat_u"),
  "f64x2.ceil f64x2.floor",
  of("i8x16", "min_s min_u max_s max_u"),
  "f64x2.trunc i8x16.avgr_u",
  of("i16x8", "extadd_pairwise_i8x16_s extadd_pairwise_i8x16_u"),
  of("i32x4", "extadd_pairwise_i16x8_s extadd_pairwise_i16x8_u"),
  of("i16x8", "abs neg q15mulr_sat_s all_true bitmask narrow_i32x4_s narrow_i32x4_u"),
  of("i16x8", "extend_low_i8x16_s extend_high_i8x16_s extend_low_i8x16_u extend_high_i8x16_u"),
  of("i16x8", "shl shr_s shr_u add add_sat_s add_sat_u sub sub_sat_s sub_sat_u"),
  "f64x2.nearest",
  of("i16x8", "mul min_s min_u max_s max_u - avgr_u"),
  of("i16x8", "extmul_low_i8x16_s extmul_high_i8x16_s extmul_low_i8x16_u extmul_high_i8x16_u"),
  of(
    "i32x4",
    "abs neg - all_true bitmask - - extend_low_i16x8_s extend_high_i16x8_s extend_low_i16x8_u extend_high_i16x8_u",
  ),
  of("i32x4", "shl shr_s shr_u add - - sub - - - mul min_s min_u max_s max_u dot_i16x8_s -"),
  of("i32x4", "extmul_low_i16x8_s extmul_high_i16x8_s extmul_low_i16x8_u extmul_high_i16x8_u"),
  of(
    "i64x2",
    "abs neg - all_true bitmask - - extend_low_i32x4_s extend_high_i32x4_s extend_low_i32x4_u extend_high_i32x4_u",
  ),
  of("i64x2", "shl shr_s shr_u add - - sub - - - mul eq ne lt_s gt_s le_s ge_s"),
  of("i64x2", "extmul_low_i32x4_s extmul_high_i32x4_s extmul_low_i32x4_u extmul_high_i32x4_u"),
  ...["f32x4", "f64x2"].map((type) => of(type, "abs neg - sqrt add sub mul div min max pmin pmax")),
  of("i32x4", "trunc_sat_f32x4_s trunc_sat_f32x4_u"),
  of("f32x4", "convert_i32x4_s convert_i32x4_u"),
  of("i32x4", "trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero"),
  of("f64x2", "convert_low_i32x4_s convert_low_i32x4_u"),
].join(" ");

type Shape = readonly [names: RegExp, immediate: Immediate, pops: number, pushes: number];

/** The shapes of instructions by their names; the first that fits. Whatever is left works on two values. */
const SHAPES: readonly Shape[] = [
  [/\.load\d+_lane$/, "lane_access", 2, 1],
  [/\.store\d+_lane$/, "lane_access", 2, 0],
  [/\.load/, "memory_access", 1, 1],
  [/\.store$/, "memory_access", 2, 0],
  [/\.const$/, "v128", 0, 1],
  [/\.shuffle$/, "v128", 2, 1],
  [/\.extract_lane/, "lane", 1, 1],
  [/\.replace_lane$/, "lane", 2, 1],
  [/\.bitselect$/, "none", 3, 1],
  [/\.(?:splat|not|any_true|all_true|bitmask|abs|neg|popcnt|sqrt|ceil|floor|nearest|trunc)/, "none", 1, 1],
  [/\.(?:extend_|extadd_|convert_|demote_|promote_)/, "none", 1, 1],
  [/./, "none", 2, 1],
];

export const VECTOR_RUNS: readonly Run[] = NAMES.split(" ").map((names, index) => {
  const [, immediate, pops, pushes] = SHAPES.find(([pattern]) => pattern.test(names))!;
  return { first: vector(index), immediate, pops, pushes, names };
});
