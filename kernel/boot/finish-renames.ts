import { setTimeout as sleep } from "node:timers/promises";
import type { FieldRewrite } from "../kinds/type/field-rewrites.ts";
import { readFieldRewrites } from "../kinds/type/field-rewrites.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import { endRewrites } from "../reconcile/apply/end-rewrites.ts";
import { buildIndexes } from "../reconcile/apply/index-builds.ts";
import type { MoveOptions } from "../reconcile/apply/move-values.ts";
import { moveValues } from "../reconcile/apply/move-values.ts";
import { announce, applier } from "./announce.ts";

export type FinishOptions = Pick<MoveOptions, "onProgress" | "rowsPerBatch" | "signal"> & {
  /**
   * For how long after its apply the values of a rename stay where nodes look that have not heard of it yet, in
   * milliseconds.
   */
  readonly grace?: number;
};

/** A node that missed the announcement of a generation looks for it by itself within this time. */
const GRACE = 6_000;

/**
 * Goes on with renames of fields that an apply, this one or an earlier one, left to batches, until all values have
 * arrived; then the next generation reads the new names alone. Indexes under the new names are built before it, and the
 * others dropped after it.
 * @returns that generation; null where there was nothing to do, or `signal` ended it
 * @throws Fault `reconcile.locked`
 */
export async function finishRenames(
  { db, url }: { readonly db: Db; readonly url: string },
  log: Log,
  options: FinishOptions = {},
): Promise<number | null> {
  const rewrites = await readFieldRewrites(db);
  if (rewrites.length === 0) return null;
  await untilAllNodesKnow(rewrites, options);
  if (!(await moveValues(db, options))) return null;
  await buildIndexes(url, log);
  const generation = await endRewrites(db, { appliedBy: applier() });
  if (generation === null) return null;
  log.info({ generation }, "Every value of the renamed fields has arrived under its new name.");
  await announce(db, log);
  await buildIndexes(url, log);
  return generation;
}

async function untilAllNodesKnow(
  rewrites: readonly FieldRewrite[],
  { grace = GRACE, signal }: FinishOptions,
): Promise<void> {
  const youngest = Math.max(...rewrites.map(({ startedAt }) => startedAt));
  const left = Math.min(grace, youngest + grace - Date.now());
  // What is stopped meanwhile is noticed by the batches.
  if (left > 0) await sleep(left, undefined, signal === undefined ? {} : { signal }).catch(() => {});
}
