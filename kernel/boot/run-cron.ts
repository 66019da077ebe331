import { forgetOldDrafts } from "../content/drafts.ts";
import type { RequestState } from "../model/request-state.ts";
import { asSystem } from "./as-system.ts";
import { buildGrants } from "./build-grants.ts";
import type { OpenedSite } from "./open-site.ts";

const LOCK = "cron";
/** A run that takes longer than this has died, and another may begin. Milliseconds. */
const LONGEST_RUN = 10 * 60_000;

/** How many plugins took part in a run, and in how many of them something failed; the log says what. */
export type CronReport = { readonly called: number; readonly failed: number };

/**
 * Lets the plugins do what they do from time to time, each by itself, sends the mail that waits, and forgets drafts
 * that nobody came back to. Null when a run is under way, here or on another node.
 */
export async function runCron(opened: OpenedSite): Promise<CronReport | null> {
  const { kernel } = opened;
  const lock = await kernel.services.state.locks.acquire(LOCK, LONGEST_RUN);
  if (lock === null) return null;
  try {
    const report = await asSystem(opened, tellPlugins);
    await kernel.deliverMail();
    await buildGrants(kernel);
    await asSystem(opened, forgetOldDrafts);
    return report;
  } finally {
    await lock.release();
  }
}

async function tellPlugins(state: RequestState): Promise<CronReport> {
  const report = { called: 0, failed: 0 };
  await state.taps.each(state, "tap_cron", [], async (within, call) => {
    report.called += 1;
    report.failed += 1;
    await call(within);
    report.failed -= 1;
  });
  return report;
}
