import type { PlanSummary } from "../model/plan.ts";

/** The counts of a plan in one line. */
export function tellCounts(summary: PlanSummary): string {
  const isEmpty = Object.values(summary).every((count) => count === 0);
  return isEmpty ? "No changes." : `Plan: ${countsOf(summary)}.`;
}

/** `3 to add, 2 to change, … ; 0 blocked`: what is rare is said only where there is any. */
function countsOf(summary: PlanSummary): string {
  const counted = (count: keyof PlanSummary) => `${summary[count]} to ${count}`;
  const parts = [
    counted("add"),
    counted("change"),
    counted("rename"),
    ...(summary.adopt > 0 ? [counted("adopt")] : []),
    ...(summary.remove > 0 ? [counted("remove")] : []),
    counted("forget"),
    counted("destroy"),
  ];
  return `${parts.join(", ")}; ${summary.blocked} blocked`;
}

/** `3 to add, 1 blocked`: the counts of what was done, without those that are none. */
export function tellDoneCounts(summary: PlanSummary): string {
  const done = countsOf(summary)
    .split(/[,;] /)
    .filter((part) => !part.startsWith("0 "));
  return done.length === 0 ? "nothing" : done.join(", ");
}
