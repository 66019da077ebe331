import type { Controls, Replaced } from "./controls.ts";
import { BOUNDS } from "./controls.ts";
import { callPump, NO_RESULT, taint } from "./meter.ts";
import type { FunctionType } from "./module.ts";
import { OP } from "./opcodes.ts";
import type { Output } from "./output.ts";
import { openOutput, writeByte, writeBytes, writeS32, writeU32 } from "./output.ts";

const I32 = 0x7f;
const MINUS_ONE = 0x7f;
const LOCAL_SET = 0x21;
const I32_EQ = 0x46;
const I32_MUL = 0x6c;
const TABLE_SIZE = 0xfc10;

const THREE: FunctionType = { parameters: [I32, I32, I32], results: [] };

/** An added function: its type and what its body does after its one local `price` was declared. */
type AddedFunction = { readonly type: FunctionType; readonly write: (controls: Controls, code: Output) => void };

/** Copies the mutable globals to where a restore finds them. */
export const SAVE: AddedFunction = {
  type: { parameters: [], results: [] },
  write(controls, code) {
    for (const { global, copy } of controls.saved) move(global, copy, code);
  },
};

/** Puts the mutable globals back, and the counters to zero. */
export const RESTORE: AddedFunction = {
  type: { parameters: [], results: [] },
  write(controls, code) {
    for (const { global, copy } of controls.saved) move(copy, global, code);
    for (const counter of [controls.depth, controls.tainted]) {
      writeBytes(code, [OP.i32_const, 0, OP.global_set]);
      writeU32(code, counter);
    }
  },
};

function move(from: number, to: number, code: Output): void {
  writeByte(code, OP.global_get);
  writeU32(code, from);
  writeByte(code, OP.global_set);
  writeU32(code, to);
}

/** The function that stands for an instruction whose cost depends on its operands. */
export function addedFunction(controls: Controls, replaced: Replaced): AddedFunction {
  const reference = controls.module.tables[replaced.first]?.type ?? 0;
  const builders: { readonly [code: number]: () => AddedFunction } = {
    [OP.memory_grow]: () => ({ type: { parameters: [I32], results: [I32] }, write: growMemory }),
    [OP.memory_fill]: () => bulk(replaced, THREE, 3, false),
    [OP.memory_copy]: () => bulk(replaced, THREE, 3, false),
    [OP.memory_init]: () => bulk(replaced, THREE, 3, false),
    [OP.table_copy]: () => bulk(replaced, THREE, 1, true),
    [OP.table_init]: () => bulk(replaced, THREE, 1, true),
    [OP.table_fill]: () => bulk(replaced, { parameters: [I32, reference, I32], results: [] }, 1, true),
    [OP.table_grow]: () => ({
      type: { parameters: [reference, I32], results: [I32] },
      write: (inner, code) => growTable(inner, replaced, code),
    }),
  };
  return builders[replaced.code]!();
}

/** The body of an added function, as the code section holds it. */
export function writeAddedFunction(controls: Controls, entry: AddedFunction, output: Output): void {
  const code = openOutput();
  writeBytes(code, [1, 1, I32]);
  entry.write(controls, code);
  writeByte(code, OP.end);
  writeU32(output, code.at);
  writeBytes(output, code.bytes.subarray(0, code.at));
}

/** A bulk operation whose last operand is its size: a unit of fuel for every 2^shift of it. */
function bulk(replaced: Replaced, type: FunctionType, shift: number, taints: boolean): AddedFunction {
  const { parameters } = type;
  return {
    type,
    write(controls, code) {
      writeBytes(code, [OP.local_get, parameters.length - 1, OP.i32_const, shift, OP.i32_shr_u]);
      pay(controls, parameters.length, code);
      if (taints) taint(controls, code);
      for (let index = 0; index < parameters.length; index++) writeBytes(code, [OP.local_get, index]);
      writeReplaced(replaced, code);
    },
  };
}

/**
 * The memory grows for the engine only when it has not grown that far before; the guest's own count goes up either way.
 */
function growMemory(controls: Controls, code: Output): void {
  const wanted = () => {
    writeByte(code, OP.global_get);
    writeU32(code, controls.pages);
    writeBytes(code, [OP.local_get, 0, OP.i32_add]);
  };
  writeBytes(code, [OP.local_get, 0]);
  refuseAbove(controls.maximumPages, code);
  wanted();
  refuseAbove(controls.maximumPages, code);
  writeBytes(code, [OP.local_get, 0, OP.i32_const]);
  writeS32(code, BOUNDS.pageCost);
  writeByte(code, I32_MUL);
  pay(controls, 1, code);
  wanted();
  writeBytes(code, [OP.memory_size, 0, OP.i32_gt_u, OP.if, NO_RESULT]);
  wanted();
  writeBytes(code, [OP.memory_size, 0, OP.i32_sub, OP.memory_grow, 0, OP.i32_const, MINUS_ONE, I32_EQ]);
  refuseIf(code);
  writeByte(code, OP.end);
  writeByte(code, OP.global_get);
  writeU32(code, controls.pages);
  wanted();
  writeByte(code, OP.global_set);
  writeU32(code, controls.pages);
}

function growTable(controls: Controls, replaced: Replaced, code: Output): void {
  writeBytes(code, [OP.local_get, 1]);
  refuseAbove(BOUNDS.tableEntries, code);
  writePrefixed(TABLE_SIZE, code);
  writeU32(code, replaced.first);
  writeBytes(code, [OP.local_get, 1, OP.i32_add]);
  refuseAbove(BOUNDS.tableEntries, code);
  writeBytes(code, [OP.local_get, 1]);
  pay(controls, 2, code);
  taint(controls, code);
  writeBytes(code, [OP.local_get, 0, OP.local_get, 1]);
  writeReplaced(replaced, code);
}

/** Takes the price on the stack from the fuel, through the local `price`, and asks for more where it does not reach. */
function pay(controls: Controls, price: number, code: Output): void {
  writeBytes(code, [LOCAL_SET, price, OP.global_get]);
  writeU32(code, controls.fuel);
  writeBytes(code, [OP.local_get, price, OP.i32_lt_s, OP.if, NO_RESULT, OP.local_get, price]);
  callPump(controls, code);
  writeBytes(code, [OP.end, OP.global_get]);
  writeU32(code, controls.fuel);
  writeBytes(code, [OP.local_get, price, OP.i32_sub, OP.global_set]);
  writeU32(code, controls.fuel);
}

/** Returns -1, as a growth that fails does, when the value on the stack is above `most`. */
function refuseAbove(most: number, code: Output): void {
  writeByte(code, OP.i32_const);
  writeS32(code, most);
  writeByte(code, OP.i32_gt_u);
  refuseIf(code);
}

function refuseIf(code: Output): void {
  writeBytes(code, [OP.if, NO_RESULT, OP.i32_const, MINUS_ONE, OP.return, OP.end]);
}

/** Instructions whose two indexes are written, not one. */
const TWO: ReadonlySet<number> = new Set([OP.memory_init, OP.memory_copy, OP.table_init, OP.table_copy]);

function writeReplaced({ code: operation, first, second }: Replaced, code: Output): void {
  writePrefixed(operation, code);
  writeU32(code, first);
  if (TWO.has(operation)) writeU32(code, second);
}

function writePrefixed(operation: number, code: Output): void {
  writeByte(code, 0xfc);
  writeU32(code, operation & 0xff);
}
