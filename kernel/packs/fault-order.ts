import type { Fault } from "../base/fault.ts";

/** Faults by file, line and column, those without a place first; each only once. */
export function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const unique = new Map(faults.map((fault) => [keyOf(fault), fault]));
  return [...unique.values()].sort(compare);
}

function keyOf({ code, message, source }: Fault): string {
  return JSON.stringify([code, message, source]);
}

function compare(left: Fault, right: Fault): number {
  const [a, b] = [left.source, right.source];
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
