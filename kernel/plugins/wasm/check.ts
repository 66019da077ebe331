import { BOUNDS } from "./controls.ts";
import { malformed, openInput } from "./input.ts";
import { newInstruction, readInstruction } from "./instructions.ts";
import type { WasmModule } from "./module.ts";
import { readModule } from "./module.ts";
import { checkSegments } from "./segments.ts";

const LARGEST_MODULE = 16 * 1024 * 1024;
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/**
 * Reads a module that the runtime accepts: known to its reader down to the last instruction, well typed for the engine,
 * and within bounds. `maximumPages` is the memory that it may have.
 * @throws Fault `plugin.bad_module`
 */
export function checkModule(bytes: Uint8Array, maximumPages: number): WasmModule {
  if (bytes.length > LARGEST_MODULE) malformed(`it is larger than ${LARGEST_MODULE / 1024 / 1024} MB`);
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) malformed("it is not a WebAssembly module of version 1");
  const module = readModule(bytes);
  for (const body of module.bodies) {
    const input = openInput(bytes, body.instructions, body.end);
    const instruction = newInstruction();
    while (input.at < input.end) readInstruction(input, instruction);
  }
  checkSegments(module);
  askEngine(bytes);
  checkBounds(module, maximumPages);
  return module;
}

function askEngine(bytes: Uint8Array): void {
  try {
    new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
  } catch (error) {
    malformed((error as Error).message);
  }
}

function checkBounds({ memories, tables, imports }: WasmModule, maximumPages: number): void {
  // An imported memory or table is reported with the other imports.
  if (imports.some(({ kind }) => kind !== 0)) return;
  const [memory, second] = memories;
  const minimum = memory?.minimum ?? malformed("it has no memory");
  if (second !== undefined) malformed("it has more than one memory");
  if (minimum > maximumPages) malformed(`its memory begins with ${minimum} pages, and it may have ${maximumPages}`);
  const entries = tables.reduce((sum, table) => sum + table.minimum, 0);
  if (entries > BOUNDS.tableEntries)
    malformed(`its tables begin with ${entries} entries, and they may have ${BOUNDS.tableEntries}`);
}
