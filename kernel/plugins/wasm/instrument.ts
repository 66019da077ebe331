import { addedFunction, RESTORE, SAVE, writeAddedFunction } from "./added-functions.ts";
import type { Controls } from "./controls.ts";
import { CONTROL, firstAddedFunction, planControls, typeIndex } from "./controls.ts";
import { writeMeteredBody } from "./meter.ts";
import type { FunctionType, WasmModule } from "./module.ts";
import { SECTION } from "./module.ts";
import { OP } from "./opcodes.ts";
import type { Output } from "./output.ts";
import { openOutput, writeByte, writeBytes, writeName, writeSection, writeU32, writtenBytes } from "./output.ts";

const MUTABLE = 1;
const ZERO: { readonly [type: number]: readonly number[] } = {
  127: [0x41, 0],
  126: [0x42, 0],
  125: [0x43, 0, 0, 0, 0],
  124: [0x44, 0, 0, 0, 0, 0, 0, 0, 0],
};
const I32 = 0x7f;
/** A table of functions with one entry, never more. */
const PUMP_TABLE = [0x70, 1, 1, 1];

/**
 * The module with meters: fuel and depth are counted, memory is capped at `maximumPages`, and what a reset needs is
 * exported under names of its own. The start function is exported instead of run. Names and other custom sections are
 * left out.
 */
export function instrument(module: WasmModule, maximumPages: number): Uint8Array<ArrayBuffer> {
  const controls = planControls(module, maximumPages);
  const bodies = openOutput(module.bytes.length * 2);
  for (let index = 0; index < module.bodies.length; index++) writeMeteredBody(controls, index, bodies);
  const added = [SAVE, RESTORE, ...[...controls.replaced.values()].map((entry) => addedFunction(controls, entry))];
  const addedTypes = added.map((entry) => typeIndex(controls, entry.type));

  const output = openOutput(module.bytes.length * 3);
  writeBytes(output, module.bytes.subarray(0, 8));
  extend(module, output, SECTION.type, { added: controls.types, write: writeType });
  copy(module, output, SECTION.import);
  extend(module, output, SECTION.function, { added: addedTypes, write: (type, content) => writeU32(content, type) });
  extend(module, output, SECTION.table, { added: [PUMP_TABLE], write: (table, content) => writeBytes(content, table) });
  writeMemory(controls, output);
  extend(module, output, SECTION.global, { added: addedGlobals(controls), write: writeGlobal });
  extend(module, output, SECTION.export, { added: addedExports(controls), write: writeExport });
  copy(module, output, SECTION.element);
  copy(module, output, SECTION.dataCount);
  writeSection(output, SECTION.code, (content) => {
    writeU32(content, module.bodies.length + added.length);
    writeBytes(content, bodies.bytes.subarray(0, bodies.at));
    for (const entry of added) writeAddedFunction(controls, entry, content);
  });
  copy(module, output, SECTION.data);
  return writtenBytes(output);
}

function copy(module: WasmModule, output: Output, id: number): void {
  const range = module.sections.get(id);
  if (range === undefined) return;
  writeSection(output, id, (content) => writeBytes(content, module.bytes.subarray(range.start, range.end)));
}

/** A list section with entries added at its end, so that no index moves. */
function extend<T>(
  module: WasmModule,
  output: Output,
  id: number,
  { added, write }: { readonly added: readonly T[]; readonly write: (entry: T, content: Output) => void },
): void {
  const range = module.sections.get(id);
  if (range === undefined && added.length === 0) return;
  writeSection(output, id, (content) => {
    writeU32(content, (range?.count ?? 0) + added.length);
    if (range !== undefined) writeBytes(content, module.bytes.subarray(range.entries, range.end));
    for (const entry of added) write(entry, content);
  });
}

function writeType(type: FunctionType, content: Output): void {
  writeByte(content, 0x60);
  for (const list of [type.parameters, type.results]) {
    writeU32(content, list.length);
    writeBytes(content, list);
  }
}

function writeMemory({ module, maximumPages }: Controls, output: Output): void {
  const memory = module.memories[0]!;
  writeSection(output, SECTION.memory, (content) => {
    writeBytes(content, [1, 1]);
    writeU32(content, memory.minimum);
    writeU32(content, maximumPages);
  });
}

type AddedGlobal = { readonly type: number; readonly initial: readonly number[] };

function addedGlobals({ module, saved }: Controls): AddedGlobal[] {
  const counter: AddedGlobal = { type: I32, initial: ZERO[I32]! };
  const pages = openOutput();
  writeByte(pages, OP.i32_const);
  // A size in pages takes 17 bits, so the unsigned form needs a leading zero bit: three bytes hold 20.
  const size = module.memories[0]!.minimum;
  writeBytes(pages, [(size & 0x7f) | 0x80, ((size >> 7) & 0x7f) | 0x80, size >> 14]);
  return [
    counter,
    counter,
    counter,
    { type: I32, initial: writtenBytes(pages) as unknown as readonly number[] },
    ...saved.map(({ type }) => ({ type, initial: ZERO[type]! })),
  ];
}

function writeGlobal({ type, initial }: AddedGlobal, content: Output): void {
  writeBytes(content, [type, MUTABLE]);
  writeBytes(content, initial);
  writeByte(content, OP.end);
}

type AddedExport = { readonly name: string; readonly kind: number; readonly index: number };
const FUNCTION = 0;
const TABLE = 1;
const GLOBAL = 3;

function addedExports(controls: Controls): AddedExport[] {
  const { module } = controls;
  const first = firstAddedFunction(module);
  const start = module.start === null ? [] : [{ name: CONTROL.start, kind: FUNCTION, index: module.start }];
  return [
    { name: CONTROL.fuel, kind: GLOBAL, index: controls.fuel },
    { name: CONTROL.depth, kind: GLOBAL, index: controls.depth },
    { name: CONTROL.tainted, kind: GLOBAL, index: controls.tainted },
    { name: CONTROL.pump, kind: TABLE, index: controls.pump },
    { name: CONTROL.save, kind: FUNCTION, index: first },
    { name: CONTROL.restore, kind: FUNCTION, index: first + 1 },
    ...start,
  ];
}

function writeExport({ name, kind, index }: AddedExport, content: Output): void {
  writeName(content, name);
  writeByte(content, kind);
  writeU32(content, index);
}
