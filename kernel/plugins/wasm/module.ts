import type { Input } from "./input.ts";
import { malformed, openInput, readByte, readList, readName, readU32, skipBytes } from "./input.ts";
import { newInstruction, readInstruction } from "./instructions.ts";
import { OP } from "./opcodes.ts";
import type { ValueType } from "./value-types.ts";
import { readReferenceType, readValueType, V128, VALUE_TYPES } from "./value-types.ts";

export type FunctionType = { readonly parameters: readonly ValueType[]; readonly results: readonly ValueType[] };
export type ImportEntry = {
  readonly module: string;
  readonly name: string;
  readonly kind: number;
  readonly type: number;
};
export type ExportEntry = { readonly name: string; readonly kind: number; readonly index: number };
export type GlobalEntry = { readonly type: ValueType; readonly mutable: boolean };
export type TableEntry = { readonly type: ValueType; readonly minimum: number; readonly maximum: number | null };
export type Limits = { readonly minimum: number; readonly maximum: number | null };
/**
 * A function's body: the slots of its locals without parameters, whether vectors are among them, where their
 * declarations begin, and its instructions.
 */
export type FunctionBody = {
  readonly locals: number;
  readonly hasVectors: boolean;
  readonly start: number;
  readonly instructions: number;
  readonly end: number;
};
/** Where the content of a section lies; `entries` is where its list begins, after the length. */
export type SectionRange = {
  readonly start: number;
  readonly entries: number;
  readonly count: number;
  readonly end: number;
};

/** A module, read. Everything that is only copied stays bytes. */
export type WasmModule = {
  readonly bytes: Uint8Array;
  readonly sections: ReadonlyMap<number, SectionRange>;
  readonly types: readonly FunctionType[];
  /** Only functions can be imported; the kinds are kept for messages. */
  readonly imports: readonly ImportEntry[];
  /** The type of every function that the module defines. */
  readonly functions: readonly number[];
  readonly tables: readonly TableEntry[];
  readonly memories: readonly Limits[];
  readonly globals: readonly GlobalEntry[];
  readonly exports: readonly ExportEntry[];
  readonly start: number | null;
  /** True when vectors are passed between functions or kept in globals. */
  readonly hasVectors: boolean;
  readonly bodies: readonly FunctionBody[];
};

export const SECTION = {
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
} as const;
/** Moving values between functions costs no instruction, so there must not be many. */
const MOST_VALUES = 128;

const CUSTOM = 0;
const TAGS = 13;

/** `(i32, i64) -> i32`, as messages show a function's core type. */
export function typeText(type: FunctionType): string {
  const list = (types: readonly ValueType[]) => types.map((code) => VALUE_TYPES[code]).join(", ");
  const results = type.results.length === 1 ? list(type.results) : `(${list(type.results)})`;
  return `(${list(type.parameters)}) -> ${results}`;
}

/** The type of a function by its index over imports and definitions. */
export function functionType(module: WasmModule, index: number): FunctionType {
  const imports = module.imports.length;
  return module.types[index < imports ? module.imports[index]!.type : module.functions[index - imports]!]!;
}

/**
 * Reads a module's structure. The engine has already found it to be well typed, so indexes fit; what is checked here is
 * that it holds nothing that the runtime does not know.
 * @throws Fault `plugin.bad_module`
 */
export function readModule(bytes: Uint8Array): WasmModule {
  const sections = findSections(bytes);
  const list = <T>(id: number, read: (input: Input) => T): T[] => {
    const range = sections.get(id);
    return range === undefined ? [] : readList(openInput(bytes, range.start, range.end), read);
  };
  const start = sections.get(SECTION.start);
  const types = list(SECTION.type, readType);
  const globals = list(SECTION.global, readGlobal);
  return {
    bytes,
    sections,
    types,
    imports: list(SECTION.import, readImport),
    functions: list(SECTION.function, readU32),
    tables: list(SECTION.table, readTable),
    memories: list(SECTION.memory, readLimits),
    globals,
    exports: list(SECTION.export, readExport),
    start: start === undefined ? null : start.count,
    hasVectors:
      types.some(({ parameters, results }) => parameters.includes(V128) || results.includes(V128)) ||
      globals.some(({ type }) => type === V128),
    bodies: list(SECTION.code, readBody),
  };
}

function findSections(bytes: Uint8Array): Map<number, SectionRange> {
  const known = new Set<number>(Object.values(SECTION));
  const sections = new Map<number, SectionRange>();
  const input = openInput(bytes, 8);
  while (input.at < input.end) {
    const id = readByte(input);
    const size = readU32(input);
    const start = input.at;
    skipBytes(input, size);
    if (id === CUSTOM) continue;
    if (!known.has(id))
      malformed(`it has a section ${id === TAGS ? "of exceptions" : id}, which the runtime does not accept`);
    const content = openInput(bytes, start, input.at);
    const count = readU32(content);
    sections.set(id, { start, entries: content.at, count, end: input.at });
  }
  return sections;
}

function readType(input: Input): FunctionType {
  const form = readByte(input);
  if (form !== 0x60)
    malformed(`it declares a type of the form 0x${form.toString(16)}, which the runtime does not accept`);
  const parameters = readList(input, readValueType);
  const results = readList(input, readValueType);
  if (parameters.length > MOST_VALUES || results.length > MOST_VALUES)
    malformed(`it declares a function with more than ${MOST_VALUES} values`);
  return { parameters, results };
}

function readLimits(input: Input): Limits {
  const flags = readByte(input);
  if (flags > 1) malformed("it has a shared or 64-bit memory or table, which the runtime does not accept");
  return { minimum: readU32(input), maximum: flags === 1 ? readU32(input) : null };
}

function readTable(input: Input): TableEntry {
  return { type: readReferenceType(input), ...readLimits(input) };
}

const READ_IMPORTED: { readonly [kind: number]: (input: Input) => unknown } = {
  0: readU32,
  1: readTable,
  2: readLimits,
  3: readGlobalType,
};

function readImport(input: Input): ImportEntry {
  const module = readName(input);
  const name = readName(input);
  const kind = readByte(input);
  const read = READ_IMPORTED[kind];
  if (read === undefined) return malformed(`it imports '${name}' of a kind that the runtime does not accept`);
  const type = read(input);
  return { module, name, kind, type: typeof type === "number" ? type : -1 };
}

function readGlobalType(input: Input): GlobalEntry {
  return { type: readValueType(input), mutable: readByte(input) === 1 };
}

function readGlobal(input: Input): GlobalEntry {
  const entry = readGlobalType(input);
  readConstant(input);
  return entry;
}

/** Passes over the expression that a global, a segment or an element of one begins with. */
export function readConstant(input: Input): void {
  const instruction = newInstruction();
  while (readInstruction(input, instruction).code !== OP.end);
}

function readExport(input: Input): ExportEntry {
  return { name: readName(input), kind: readByte(input), index: readU32(input) };
}

function readBody(input: Input): FunctionBody {
  const size = readU32(input);
  const start = input.at;
  skipBytes(input, size);
  const content = openInput(input.bytes, start, input.at);
  let locals = 0;
  let hasVectors = false;
  for (let groups = readU32(content); groups > 0; groups--) {
    const count = readU32(content);
    const isVector = readValueType(content) === V128;
    locals += isVector ? count * 2 : count;
    hasVectors ||= isVector;
  }
  return { locals, hasVectors, start, instructions: content.at, end: input.at };
}
