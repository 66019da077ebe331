/** Immediate that follows an opcode. */
export type Immediate =
  | "none"
  | "block"
  | "label"
  | "labels"
  | "call"
  | "indirect"
  | "index"
  | "two_indexes"
  | "memory_access"
  | "i32"
  | "i64"
  | "f32"
  | "f64"
  | "types"
  | "reference_type"
  | "lane"
  | "lane_access"
  | "v128";

/**
 * An instruction: its name in the text format, what follows it, and how many values it takes from and leaves on the
 * stack.
 */
export type Opcode = {
  readonly name: string;
  readonly immediate: Immediate;
  readonly pops: number;
  readonly pushes: number;
};

/** The code of an instruction with the prefix 0xFC. */
export const prefixed = (code: number) => 0xfc00 | code;
/** The code of an instruction with the prefix 0xFD. */
export const vector = (code: number) => 0xfd000 | code;

/** Instructions that have the same shape, from the first code on; `-` stands for a code that means nothing. */
export type Run = {
  readonly first: number;
  readonly immediate: Immediate;
  readonly pops: number;
  readonly pushes: number;
  readonly names: string;
};
