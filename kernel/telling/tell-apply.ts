import type { HistoryEntry } from "../reconcile/history/read-history.ts";
import { tellDoneCounts } from "./tell-counts.ts";

/** Tells in one line what made a generation. */
export function tellApply({ summary, rollbackTo, isOnSite, arrived }: HistoryEntry): string {
  if (arrived.length > 0) return `all values moved: ${arrived.join(", ")}`;
  if (isOnSite) return `changed on the site: ${tellDoneCounts(summary)}`;
  return rollbackTo === null ? tellDoneCounts(summary) : `rollback to ${rollbackTo}: ${tellDoneCounts(summary)}`;
}

/** The line above the plan of an apply of the past: what made it, who and when. */
export function tellApplyHeading({
  generation,
  appliedAt,
  appliedBy,
  rollbackTo,
  isOnSite,
  arrived,
}: HistoryEntry): string {
  const made = arrived.length > 0 ? `all values of ${arrived.join(", ")} moved` : "applied";
  const what = rollbackTo === null ? made : `brought back generation ${rollbackTo}`;
  return `Generation ${generation}, ${isOnSite ? "changed on the site" : what} by ${appliedBy}, ${new Date(appliedAt).toISOString()}`;
}
