import type { Controls } from "./controls.ts";
import { BOUNDS, replacement, typeIndex } from "./controls.ts";
import { openInput } from "./input.ts";
import type { Instruction } from "./instructions.ts";
import { newInstruction, readInstruction } from "./instructions.ts";
import { costOf, measureBody } from "./measure.ts";
import { functionType } from "./module.ts";
import { OP } from "./opcodes.ts";
import type { Output } from "./output.ts";
import { holdS32, openOutput, patchS32, writeByte, writeBytes, writeS32, writeU32 } from "./output.ts";

export const NO_RESULT = 0x40;
/** A function that calls nobody is not counted for the depth unless its frame is larger than this. */
const SMALL_FRAME = 64;

/** Instructions after which the code that follows may be reached from elsewhere, or not at all. */
const ENDS_BLOCK: ReadonlySet<number> = new Set([
  OP.if,
  OP.else,
  OP.end,
  OP.br,
  OP.br_if,
  OP.br_table,
  OP.return,
  OP.return_call,
  OP.return_call_indirect,
  OP.unreachable,
]);
const TAIL_CALLS: ReadonlySet<number> = new Set([OP.return_call, OP.return_call_indirect]);
const REPLACED: ReadonlySet<number> = new Set([
  OP.memory_grow,
  OP.memory_init,
  OP.memory_copy,
  OP.memory_fill,
  OP.table_init,
  OP.table_copy,
  OP.table_grow,
  OP.table_fill,
]);
const TAINTS: ReadonlySet<number> = new Set([OP.table_set, OP.data_drop, OP.elem_drop]);

/** The charge of the basic block that is being written; -1 when its first instruction has not come yet. */
type Charge = { held: number; cost: number };

/**
 * Writes the body of the `index`th defined function with its meters: every basic block takes its number of instructions
 * from the fuel, and the function's entry and the heads of loops ask for more when none is left; a counter of stack
 * slots stops recursion. Between two of those places the fuel can fall below zero by no more than the code on the
 * stack, which the slots bound as well.
 */
export function writeMeteredBody(controls: Controls, index: number, output: Output): void {
  const { module } = controls;
  const body = module.bodies[index]!;
  const { parameters, results } = functionType(module, module.imports.length + index);
  const measure = measureBody(module, index);
  const slots = measure.slots + (measure.cost >> 10);
  const counted = measure.calls || slots > SMALL_FRAME;

  const code = openOutput((body.end - body.start) * 2);
  const input = openInput(module.bytes, body.instructions, body.end);
  const instruction = newInstruction();
  const charge: Charge = { held: -1, cost: 0 };
  writeBytes(code, module.bytes.subarray(body.start, body.instructions));
  if (counted) {
    enterFrame(controls, slots, code);
    writeByte(code, OP.block);
    if (results.length > 1) writeS32(code, typeIndex(controls, { parameters: [], results }));
    else writeByte(code, results[0] ?? NO_RESULT);
  }
  const values = parameters.length + results.length + body.locals;
  beginCharge(controls, charge, { checked: true, cost: 2 + (values >> 2) }, code);

  for (let nesting = 1; nesting > 0; ) {
    readInstruction(input, instruction);
    if (instruction.opcode.immediate === "block") nesting++;
    if (instruction.code === OP.end && --nesting === 0) break;
    const cost = costOf(module, instruction);
    if (cost > 0 && charge.held < 0) beginCharge(controls, charge, { checked: false, cost: 0 }, code);
    charge.cost += cost;
    // A tail call leaves its frame before the callee has one.
    if (counted && TAIL_CALLS.has(instruction.code)) leaveFrame(controls, slots, code);
    if (counted && instruction.code === OP.return) branchToEnd(nesting, code);
    else writeInstruction(controls, instruction, code);
    if (ENDS_BLOCK.has(instruction.code)) endCharge(charge, code);
    if (instruction.code === OP.loop) {
      endCharge(charge, code);
      beginCharge(controls, charge, { checked: true, cost: 1 }, code);
    }
  }
  endCharge(charge, code);
  if (counted) {
    writeByte(code, OP.end);
    leaveFrame(controls, slots, code);
  }
  writeByte(code, OP.end);
  writeU32(output, code.at);
  writeBytes(output, code.bytes.subarray(0, code.at));
}

function writeInstruction(controls: Controls, instruction: Instruction, code: Output): void {
  if (REPLACED.has(instruction.code)) {
    writeByte(code, OP.call);
    writeU32(code, replacement(controls, instruction));
  } else if (instruction.code === OP.memory_size) {
    writeByte(code, OP.global_get);
    writeU32(code, controls.pages);
  } else {
    if (TAINTS.has(instruction.code)) taint(controls, code);
    writeBytes(code, controls.module.bytes.subarray(instruction.start, instruction.end));
  }
}

/** Takes what the block costs from the fuel; the amount is filled in when the block is complete. */
type Beginning = { readonly checked: boolean; readonly cost: number };

function beginCharge(controls: Controls, charge: Charge, { checked, cost }: Beginning, code: Output): void {
  writeByte(code, OP.global_get);
  writeU32(code, controls.fuel);
  writeByte(code, OP.i32_const);
  charge.held = holdS32(code);
  charge.cost = cost;
  writeByte(code, OP.i32_sub);
  writeByte(code, OP.global_set);
  writeU32(code, controls.fuel);
  if (!checked) return;
  writeByte(code, OP.global_get);
  writeU32(code, controls.fuel);
  writeBytes(code, [OP.i32_const, 0, OP.i32_lt_s, OP.if, NO_RESULT, OP.i32_const, 0]);
  callPump(controls, code);
  writeByte(code, OP.end);
}

const I32 = 0x7f;

/** Asks the kernel for fuel, at least as much as the price on the stack. */
export function callPump(controls: Controls, code: Output): void {
  writeBytes(code, [OP.i32_const, 0, OP.call_indirect]);
  writeU32(code, typeIndex(controls, { parameters: [I32], results: [] }));
  writeU32(code, controls.pump);
}

function endCharge(charge: Charge, code: Output): void {
  if (charge.held >= 0) patchS32(code, charge.held, charge.cost);
  charge.held = -1;
  charge.cost = 0;
}

function enterFrame(controls: Controls, slots: number, code: Output): void {
  addTo(controls.depth, slots, code);
  writeByte(code, OP.global_get);
  writeU32(code, controls.depth);
  writeByte(code, OP.i32_const);
  writeS32(code, BOUNDS.slots);
  writeByte(code, OP.i32_gt_s);
  writeTrapIf(code);
}

function leaveFrame(controls: Controls, slots: number, code: Output): void {
  addTo(controls.depth, -slots, code);
}

function addTo(global: number, amount: number, code: Output): void {
  writeByte(code, OP.global_get);
  writeU32(code, global);
  writeByte(code, OP.i32_const);
  writeS32(code, amount);
  writeByte(code, OP.i32_add);
  writeByte(code, OP.global_set);
  writeU32(code, global);
}

/** A return leaves by the end of the block around the body, so that the frame is counted off. */
function branchToEnd(nesting: number, code: Output): void {
  writeByte(code, OP.br);
  writeU32(code, nesting - 1);
}

function writeTrapIf(code: Output): void {
  writeBytes(code, [OP.if, NO_RESULT, OP.unreachable, OP.end]);
}

export function taint(controls: Controls, code: Output): void {
  writeBytes(code, [OP.i32_const, 1, OP.global_set]);
  writeU32(code, controls.tainted);
}
