import type { Input } from "./input.ts";
import { malformed, openInput, readByte, readList, readU32, skipBytes } from "./input.ts";
import type { WasmModule } from "./module.ts";
import { readConstant, SECTION } from "./module.ts";
import { readReferenceType } from "./value-types.ts";

/**
 * Bits of the first number of an element segment: not active, with a table or declared only, with expressions instead
 * of indexes.
 */
const NOT_ACTIVE = 1;
const EXPLICIT = 2;
const EXPRESSIONS = 4;
const FUNCTIONS = 0;

/**
 * Reads the segments of data and elements, which are copied as they are, for what is not known in them.
 * @throws Fault `plugin.bad_module`
 */
export function checkSegments(module: WasmModule): void {
  checkList(module, SECTION.element, readElementSegment);
  checkList(module, SECTION.data, readDataSegment);
}

function checkList({ bytes, sections }: WasmModule, id: number, read: (input: Input) => void): void {
  const range = sections.get(id);
  if (range !== undefined) readList(openInput(bytes, range.start, range.end), read);
}

function readElementSegment(input: Input): void {
  const flags = readU32(input);
  if (flags > 7) malformed("it has a segment of elements of a kind that the runtime does not accept");
  const active = (flags & NOT_ACTIVE) === 0;
  if (active && (flags & EXPLICIT) !== 0) readU32(input);
  if (active) readConstant(input);
  const expressions = (flags & EXPRESSIONS) !== 0;
  if ((flags & (NOT_ACTIVE | EXPLICIT)) !== 0) readElementKind(input, expressions);
  readList(input, expressions ? readConstant : readU32);
}

function readElementKind(input: Input, expressions: boolean): void {
  if (expressions) readReferenceType(input);
  else if (readByte(input) !== FUNCTIONS) malformed("it has a segment of elements that are not functions");
}

function readDataSegment(input: Input): void {
  const flags = readU32(input);
  if (flags > 2) malformed("it has a segment of data of a kind that the runtime does not accept");
  if (flags === 2) readU32(input);
  if (flags !== 1) readConstant(input);
  skipBytes(input, readU32(input));
}
