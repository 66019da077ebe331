import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import { buildGrants } from "./build-grants.ts";
import { commandState } from "./command-state.ts";
import type { OpenedSite } from "./open-site.ts";

const LOCK = "cron";
/** A run that takes longer than this has died, and another may begin. Milliseconds. */
const LONGEST_RUN = 10 * 60_000;

/** How many plugins took part in a run, and in how many of them something failed; the log says what. */
export type CronReport = { readonly called: number; readonly failed: number };

/** Lets the plugins do what they do from time to time, each by itself, and sends the mail that waits. Null when a run is under way, here or on another node. */
export async function runCron({ kernel }: OpenedSite, db: Db, log: Log): Promise<CronReport | null> {
  const { locks } = kernel.services.state;
  const lock = await locks.acquire(LOCK, LONGEST_RUN);
  if (lock === null) return null;
  const snapshot = kernel.snapshots.current()!;
  const { signal } = new AbortController();
  const state = commandState(snapshot, { db, cache: kernel.services.cache, log, signal });
  const report = { called: 0, failed: 0 };
  try {
    await state.taps.each(state, "tap_cron", [], async (within, call) => {
      report.called += 1;
      report.failed += 1;
      await call(within);
      report.failed -= 1;
    });
    await kernel.deliverMail();
    await buildGrants(kernel, db, log);
    return report;
  } finally {
    snapshot.plugins.release(state);
    await lock.release();
  }
}
