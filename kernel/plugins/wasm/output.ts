/** Bytes under construction. */
export type Output = { bytes: Uint8Array; at: number };

export function openOutput(size = 1024): Output {
  return { bytes: new Uint8Array(size), at: 0 };
}

/** Returns the bytes that were written. */
export function writtenBytes(output: Output): Uint8Array<ArrayBuffer> {
  return output.bytes.slice(0, output.at) as Uint8Array<ArrayBuffer>;
}

function reserve(output: Output, count: number): void {
  if (output.at + count <= output.bytes.length) return;
  const grown = new Uint8Array(Math.max(output.bytes.length * 2, output.at + count));
  grown.set(output.bytes.subarray(0, output.at));
  output.bytes = grown;
}

export function writeByte(output: Output, byte: number): void {
  reserve(output, 1);
  output.bytes[output.at++] = byte;
}

export function writeBytes(output: Output, bytes: ArrayLike<number>): void {
  reserve(output, bytes.length);
  output.bytes.set(bytes, output.at);
  output.at += bytes.length;
}

/** An unsigned LEB128. */
export function writeU32(output: Output, value: number): void {
  let rest = value >>> 0;
  while (rest >= 0x80) {
    writeByte(output, (rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  writeByte(output, rest);
}

/** A signed LEB128 of 32 bits. */
export function writeS32(output: Output, value: number): void {
  let rest = value | 0;
  while (rest < -64 || rest > 63) {
    writeByte(output, (rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  writeByte(output, rest & 0x7f);
}

/** Room for a signed LEB128 that is not known yet; its position, for `patchS32`. */
export function holdS32(output: Output): number {
  reserve(output, 5);
  output.at += 5;
  return output.at - 5;
}

/** Fills in a number for which `holdS32` made room. */
export function patchS32(output: Output, at: number, value: number): void {
  for (let index = 0; index < 4; index++) output.bytes[at + index] = ((value >> (7 * index)) & 0x7f) | 0x80;
  output.bytes[at + 4] = (value >> 28) & 0x7f;
}

export function writeName(output: Output, name: string): void {
  const bytes = new TextEncoder().encode(name);
  writeU32(output, bytes.length);
  writeBytes(output, bytes);
}

/** A section: its number, its size, and what `fill` writes. */
export function writeSection(output: Output, id: number, fill: (content: Output) => void): void {
  const content = openOutput();
  fill(content);
  writeByte(output, id);
  writeU32(output, content.at);
  writeBytes(output, content.bytes.subarray(0, content.at));
}
