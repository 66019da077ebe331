import type { Input } from "./input.ts";
import { malformed, readByte } from "./input.ts";

/** The code of a value type; 0x7f is i32. */
export type ValueType = number;

export const VALUE_TYPES: { readonly [code: ValueType]: string } = {
  127: "i32",
  126: "i64",
  125: "f32",
  124: "f64",
  123: "v128",
  112: "funcref",
  111: "externref",
};
export const V128 = 0x7b;
const FIRST_NUMBER = 0x7c;
const FUNCREF = 0x70;
const EXTERNREF = 0x6f;

export const isNumber = (type: ValueType) => type >= FIRST_NUMBER;

/** @throws Fault `plugin.bad_module` */
export function readValueType(input: Input): ValueType {
  return knownType(readByte(input));
}

export function knownType(code: number): ValueType {
  if (VALUE_TYPES[code] !== undefined) return code;
  return malformed(`it uses the value type 0x${code.toString(16)}, which the runtime does not accept`);
}

/** @throws Fault `plugin.bad_module` */
export function readReferenceType(input: Input): ValueType {
  const code = readByte(input);
  if (code === FUNCREF || code === EXTERNREF) return code;
  return malformed(`it uses the reference type 0x${code.toString(16)}, which the runtime does not accept`);
}
