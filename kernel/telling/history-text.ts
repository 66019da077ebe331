import type { HistoryEntry } from "../reconcile/history/read-history.ts";
import { doneOf } from "./format-plan.ts";

/** What made a generation, in one line. */
export function whatWasDone({ summary, rollbackTo, isOnSite, arrived }: HistoryEntry): string {
  if (arrived.length > 0) return `all values moved: ${arrived.join(", ")}`;
  if (isOnSite) return `changed on the site: ${doneOf(summary)}`;
  return rollbackTo === null ? doneOf(summary) : `rollback to ${rollbackTo}: ${doneOf(summary)}`;
}

/** The line above the plan of an apply of the past: what made it, who and when. */
export function headingOf({ generation, appliedAt, appliedBy, rollbackTo, isOnSite, arrived }: HistoryEntry): string {
  const made = arrived.length > 0 ? `all values of ${arrived.join(", ")} moved` : "applied";
  const what = rollbackTo === null ? made : `brought back generation ${rollbackTo}`;
  return `Generation ${generation}, ${isOnSite ? "changed on the site" : what} by ${appliedBy}, ${new Date(appliedAt).toISOString()}`;
}
