import { openInput } from "./input.ts";
import type { Instruction } from "./instructions.ts";
import { newInstruction, readInstruction } from "./instructions.ts";
import type { FunctionType, WasmModule } from "./module.ts";
import { functionType } from "./module.ts";
import { vector } from "./opcode.ts";
import { OP } from "./opcodes.ts";

/**
 * Measure of a function: whether it calls others, the stack slots of its frame, and the cost of running all of it once.
 */
export type Measure = { readonly calls: boolean; readonly slots: number; readonly cost: number };

type Frame = { readonly base: number; readonly parameters: number; readonly results: number };

/** Fuel that a call of the kernel costs; everything else costs one, or nothing where it only gives structure. */
const IMPORT_COST = 40;
const FREE: ReadonlySet<number> = new Set([OP.block, OP.loop, OP.else, OP.end]);
const DIRECT: ReadonlySet<number> = new Set([OP.call, OP.return_call]);
const INDIRECT: ReadonlySet<number> = new Set([OP.call_indirect, OP.return_call_indirect]);
/** Slots that the engine keeps in a frame beside locals and operands. */
const FRAME_SLOTS = 8;

export function costOf(module: WasmModule, instruction: Instruction): number {
  if (FREE.has(instruction.code)) return 0;
  return DIRECT.has(instruction.code) && instruction.first < module.imports.length ? IMPORT_COST : 1;
}

/** Measures the function that is the `index`th of those defined. */
export function measureBody(module: WasmModule, index: number): Measure {
  const body = module.bodies[index]!;
  const type = functionType(module, module.imports.length + index);
  const input = openInput(module.bytes, body.instructions, body.end);
  const instruction = newInstruction();
  const frames: Frame[] = [{ base: 0, parameters: 0, results: type.results.length }];
  let height = 0;
  let highest = 0;
  let cost = 0;
  let calls = false;
  let vectors = false;
  while (frames.length > 0) {
    readInstruction(input, instruction);
    const { code, opcode } = instruction;
    cost += costOf(module, instruction);
    vectors ||= code >= vector(0);
    const frame = frames[frames.length - 1]!;
    if (code === OP.end) {
      frames.pop();
      height = frame.base + frame.results;
    } else if (code === OP.else) {
      height = frame.base + frame.parameters;
    } else {
      // Behind an unconditional branch the stack may be taken for deeper than it is.
      height = Math.max(frame.base, height - opcode.pops) + opcode.pushes;
      const called = calledType(module, instruction);
      if (called !== null) {
        calls = true;
        height = Math.max(frame.base, height - called.parameters.length) + called.results.length;
      }
      if (opcode.immediate === "block") {
        const block = blockType(module, instruction.first);
        const base = Math.max(frame.base, height - block.parameters);
        frames.push({ base, ...block });
      }
    }
    highest = Math.max(highest, height);
  }
  // A vector takes two slots. Where any can be, each value is taken for one.
  const width = vectors || body.hasVectors || module.hasVectors ? 2 : 1;
  return { calls, slots: FRAME_SLOTS + body.locals + (type.parameters.length + highest) * width, cost };
}

function calledType(module: WasmModule, instruction: Instruction): FunctionType | null {
  if (instruction.code === OP.call) return functionType(module, instruction.first);
  if (instruction.code === OP.return_call) return functionType(module, instruction.first);
  if (INDIRECT.has(instruction.code)) return module.types[instruction.first]!;
  return null;
}

/** A block's type is negative for none or one result, else the index of a function type. */
function blockType(module: WasmModule, type: number): { parameters: number; results: number } {
  if (type < 0) return { parameters: 0, results: type === -64 ? 0 : 1 };
  const declared = module.types[type]!;
  return { parameters: declared.parameters.length, results: declared.results.length };
}
