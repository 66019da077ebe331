import type { Instruction } from "./instructions.ts";
import type { FunctionType, WasmModule } from "./module.ts";
import { isNumber } from "./value-types.ts";

/** The names of what is added to a module's exports. A guest cannot use the prefix itself. */
export const CONTROL_PREFIX = "trovato:";
export const CONTROL = {
  fuel: "trovato:fuel",
  depth: "trovato:depth",
  tainted: "trovato:tainted",
  start: "trovato:start",
  save: "trovato:save",
  restore: "trovato:restore",
  /** The table whose entry is called when fuel runs out. */
  pump: "trovato:pump",
} as const;

/** The bounds that are built into a module. */
export const BOUNDS = {
  /** The stack slots (of 8 bytes) that a call may use: the host keeps the other half of the engine's stack. */
  slots: 48 * 1024,
  tableEntries: 65_536,
  /** Fuel for a page of memory, and for eight bytes or one table entry of a bulk operation. */
  pageCost: 20_000,
} as const;

/** Additions to a module: where its new globals and functions are. */
export type Controls = {
  readonly module: WasmModule;
  readonly maximumPages: number;
  readonly fuel: number;
  readonly depth: number;
  /** A table with one entry: a function of the kernel, which gives more fuel or ends the call. */
  readonly pump: number;
  /** Set when something was written that a reset does not restore. */
  readonly tainted: number;
  /** The size of the memory as the guest sees it: a reset takes growth back, which the engine cannot. */
  readonly pages: number;
  /** Pairs of a mutable global and the one that holds its value from the snapshot. */
  readonly saved: readonly { readonly global: number; readonly copy: number; readonly type: number }[];
  /** Types that were not there. */
  readonly types: FunctionType[];
  readonly typeIndexes: Map<string, number>;
  /**
   * Instructions that became calls, by their text; the value is what `added-functions.ts` needs to write the function.
   */
  readonly replaced: Map<string, Replaced>;
};
export type Replaced = {
  readonly code: number;
  readonly first: number;
  readonly second: number;
  readonly index: number;
};

const I32 = 0x7f;

export function planControls(module: WasmModule, maximumPages: number): Controls {
  const base = module.globals.length;
  const mutable = module.globals.flatMap(({ type, mutable }, global) =>
    mutable && isNumber(type) ? [{ global, type }] : [],
  );
  const pages = base + 3;
  const saved = [...mutable, { global: pages, type: I32 }].map((entry, index) => ({
    ...entry,
    copy: base + 4 + index,
  }));
  return {
    module,
    maximumPages: Math.min(maximumPages, module.memories[0]!.maximum ?? maximumPages),
    fuel: base,
    depth: base + 1,
    pump: module.tables.length,
    tainted: base + 2,
    pages,
    saved,
    types: [],
    typeIndexes: new Map(module.types.map((type, index) => [typeKey(type), index])),
    replaced: new Map(),
  };
}

/** The functions that every module is given before those that replace instructions: save and restore. */
export const FIXED_FUNCTIONS = 2;

export function firstAddedFunction(module: WasmModule): number {
  return module.imports.length + module.functions.length;
}

const typeKey = (type: FunctionType) => `${type.parameters.join()}>${type.results.join()}`;

/** The index of a function type, added when the module does not have it. */
export function typeIndex(controls: Controls, type: FunctionType): number {
  const key = typeKey(type);
  const known = controls.typeIndexes.get(key);
  if (known !== undefined) return known;
  const index = controls.module.types.length + controls.types.push(type) - 1;
  controls.typeIndexes.set(key, index);
  return index;
}

/** The function that does what `instruction` did, with a price. */
export function replacement(controls: Controls, { code, first, second }: Instruction): number {
  const key = `${code} ${first} ${second}`;
  const known = controls.replaced.get(key);
  if (known !== undefined) return known.index;
  const index = firstAddedFunction(controls.module) + FIXED_FUNCTIONS + controls.replaced.size;
  controls.replaced.set(key, { code, first, second, index });
  return index;
}
