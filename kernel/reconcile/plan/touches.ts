import type { Touch } from "../../kinds/kind.ts";
import type { PlanLine } from "../../model/plan.ts";
import { pathText } from "../compare/leaves.ts";

/** Tells what a change touches as a whole. */
export function impactOf(touches: readonly Touch[]): string | null {
  return touches.find(({ path, impact }) => path.length === 0 && impact !== undefined)?.impact ?? null;
}

/**
 * The lines, each with what it touches by itself: that of its own path, or of the part that it is the first line of.
 */
export function withImpacts(lines: readonly PlanLine[], touches: readonly Touch[]): readonly PlanLine[] {
  const impacts = new Map<PlanLine, string>();
  for (const { path, impact } of touches) {
    if (impact === undefined || path.length === 0) continue;
    const text = pathText(path);
    const line = lines.find((each) => each.path === text) ?? lines.find((each) => each.path.startsWith(`${text}.`));
    if (line !== undefined) impacts.set(line, impact);
  }
  return lines.map((line) => ({ ...line, impact: impacts.get(line) ?? line.impact }));
}
