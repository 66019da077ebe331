import type { Input } from "./input.ts";
import { malformed, readByte, readS33, readU32, skipBytes, skipLeb } from "./input.ts";
import type { Immediate, Opcode } from "./opcode.ts";
import { prefixed, vector } from "./opcode.ts";
import { describeUnknown, OPCODES } from "./opcodes.ts";
import { knownType, readReferenceType, readValueType } from "./value-types.ts";

/** The instruction that was read last; one value that is used again, because modules have hundreds of thousands. */
export type Instruction = {
  code: number;
  opcode: Opcode;
  /** Where it begins and where the next one does. */
  start: number;
  end: number;
  /** The index that follows it: function, type, local, segment. A block's type as a signed number. */
  first: number;
  second: number;
};

/** The type of a block without a result. */
const EMPTY_BLOCK = -64;
const NOP = OPCODES.get(1)!;

export function newInstruction(): Instruction {
  return { code: 1, opcode: NOP, start: 0, end: 0, first: 0, second: 0 };
}

const READ: { readonly [Kind in Immediate]: (input: Input, into: Instruction) => void } = {
  none: () => {},
  block: (input, into) => {
    into.first = readS33(input);
    if (into.first < 0 && into.first !== EMPTY_BLOCK) knownType(into.first & 0x7f);
  },
  label: (input, into) => {
    into.first = readU32(input);
  },
  labels: (input) => {
    const count = readU32(input);
    for (let index = 0; index <= count; index++) readU32(input);
  },
  call: (input, into) => {
    into.first = readU32(input);
  },
  indirect: (input, into) => {
    into.first = readU32(input);
    into.second = readU32(input);
  },
  index: (input, into) => {
    into.first = readU32(input);
  },
  two_indexes: (input, into) => {
    into.first = readU32(input);
    into.second = readU32(input);
  },
  memory_access: readMemoryAccess,
  i32: (input) => skipLeb(input, 5),
  i64: (input) => skipLeb(input, 10),
  f32: (input) => skipBytes(input, 4),
  f64: (input) => skipBytes(input, 8),
  types: (input) => {
    for (let count = readU32(input); count > 0; count--) readValueType(input);
  },
  reference_type: (input) => void readReferenceType(input),
  lane: (input) => skipBytes(input, 1),
  lane_access: (input) => {
    readMemoryAccess(input);
    skipBytes(input, 1);
  },
  v128: (input) => skipBytes(input, 16),
};

function readMemoryAccess(input: Input): void {
  // Bit 6 of the alignment would name a second memory; there is one at most.
  if (readU32(input) > 4) malformed("a memory access has an alignment that does not exist");
  readU32(input);
}

/** Reads the next instruction. @throws Fault `plugin.bad_module` for an opcode that is not in the table */
export function readInstruction(input: Input, into: Instruction): Instruction {
  into.start = input.at;
  let code = readByte(input);
  if (code === 0xfc) code = prefixed(Math.min(readU32(input), 0xff));
  else if (code === 0xfd) code = vector(Math.min(readU32(input), 0x1ff));
  const opcode = OPCODES.get(code);
  if (opcode === undefined)
    return malformed(`it uses the instruction ${describeUnknown(code)}, which the runtime does not accept`);
  into.code = code;
  into.opcode = opcode;
  READ[opcode.immediate](input, into);
  into.end = input.at;
  return into;
}
