import { openInput } from "./input.ts";
import { newInstruction, readInstruction } from "./instructions.ts";
import type { WasmModule } from "./module.ts";
import { OP } from "./opcodes.ts";

const CALLS: ReadonlySet<number> = new Set([OP.call, OP.return_call]);
const INDIRECT: ReadonlySet<number> = new Set([OP.call_indirect, OP.return_call_indirect]);

/**
 * The names of the exported functions that may come to call one of the imports `wanted` (by index). A call through a
 * table is taken for one that can reach every function.
 */
export function exportsThatReach(module: WasmModule, wanted: ReadonlySet<number>): Set<string> {
  if (wanted.size === 0) return new Set();
  const callers = callersOf(module);
  const reached = new Set(wanted);
  // Whoever calls through a table may reach what was wanted.
  for (const caller of callers.indirect) reached.add(caller);
  for (const index of reached) for (const caller of callers.direct.get(index) ?? []) reached.add(caller);
  const exported = module.exports.filter(({ kind, index }) => kind === 0 && reached.has(index));
  return new Set(exported.map(({ name }) => name));
}

type Callers = { readonly direct: ReadonlyMap<number, ReadonlySet<number>>; readonly indirect: ReadonlySet<number> };

function callersOf({ bytes, bodies, imports }: WasmModule): Callers {
  const direct = new Map<number, Set<number>>();
  const indirect = new Set<number>();
  const instruction = newInstruction();
  for (const [index, body] of bodies.entries()) {
    const caller = imports.length + index;
    const input = openInput(bytes, body.instructions, body.end);
    while (input.at < input.end) {
      const { code, first } = readInstruction(input, instruction);
      if (INDIRECT.has(code)) indirect.add(caller);
      if (!CALLS.has(code)) continue;
      const known = direct.get(first);
      if (known === undefined) direct.set(first, new Set([caller]));
      else known.add(caller);
    }
  }
  return { direct, indirect };
}
