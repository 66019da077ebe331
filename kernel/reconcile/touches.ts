import type { Touch } from "../kinds/kind.ts";
import { pathText } from "./leaves.ts";
import type { PlanLine } from "./plan.ts";

/** What a change touches as a whole. */
export function impactOf(touches: readonly Touch[]): string | null {
  return touches.find(({ path, impact }) => path.length === 0 && impact !== undefined)?.impact ?? null;
}

/** The lines, each with what it touches by itself. */
export function withImpacts(lines: readonly PlanLine[], touches: readonly Touch[]): readonly PlanLine[] {
  const impacts = new Map(touches.map(({ path, impact }) => [pathText(path), impact]));
  return lines.map((line) => ({ ...line, impact: impacts.get(line.path) ?? line.impact }));
}
