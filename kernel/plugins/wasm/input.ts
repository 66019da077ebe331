import { Fault } from "../../base/fault.ts";

/** A reading position in the bytes of a module. */
export type Input = { readonly bytes: Uint8Array; at: number; readonly end: number };

export function openInput(bytes: Uint8Array, at = 0, end = bytes.length): Input {
  return { bytes, at, end };
}

/** @throws Fault `plugin.bad_module` */
export function malformed(what: string): never {
  throw new Fault("plugin.bad_module", what);
}

export function readByte(input: Input): number {
  if (input.at >= input.end) malformed("the module ends in the middle of a section");
  return input.bytes[input.at++]!;
}

/** An unsigned LEB128 of at most 32 bits. */
export function readU32(input: Input): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = readByte(input);
    if (shift === 28 && byte > 0x0f) break;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
  return malformed("a number has too many bytes");
}

/** A signed LEB128 of at most 33 bits: a block type. */
export function readS33(input: Input): number {
  let value = 0;
  let scale = 1;
  for (let count = 0; count < 5; count++) {
    const byte = readByte(input);
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) return byte & 0x40 ? value - scale : value;
  }
  return malformed("a number has too many bytes");
}

/** Passes over a LEB128 of at most `most` bytes. */
export function skipLeb(input: Input, most: number): void {
  for (let count = 0; count < most; count++) if (readByte(input) < 0x80) return;
  malformed("a number has too many bytes");
}

export function skipBytes(input: Input, count: number): void {
  if (count > input.end - input.at) malformed("the module ends in the middle of a section");
  input.at += count;
}

const decoder = new TextDecoder("utf-8", { fatal: true });

export function readName(input: Input): string {
  const length = readU32(input);
  const from = input.at;
  skipBytes(input, length);
  try {
    return decoder.decode(input.bytes.subarray(from, input.at));
  } catch {
    return malformed("a name is not UTF-8");
  }
}

/** A list: its length, then what `read` makes of each entry. */
export function readList<T>(input: Input, read: (input: Input) => T): T[] {
  const length = readU32(input);
  if (length > input.end - input.at) malformed("a list is longer than its section");
  const list: T[] = [];
  for (let index = 0; index < length; index++) list.push(read(input));
  return list;
}
