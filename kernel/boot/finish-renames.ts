import { readFieldRewrites } from "../kinds/field-rewrites.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import { endRewrites } from "../reconcile/end-rewrites.ts";
import { buildIndexes } from "../reconcile/index-builds.ts";
import type { MoveOptions } from "../reconcile/move-values.ts";
import { moveValues } from "../reconcile/move-values.ts";
import { announce, applier } from "./announce.ts";

export type FinishOptions = Pick<MoveOptions, "onProgress" | "rowsPerBatch" | "signal">;

/**
 * Goes on with renames of fields that an apply, this one or an earlier one, left to batches, until all values have arrived; then the next
 * generation reads the new names alone. Indexes under the new names are built before it, and the others dropped after it.
 * @returns that generation; null where there was nothing to do, or `signal` ended it
 * @throws Fault `reconcile.locked`
 */
export async function finishRenames(
  { db, url }: { readonly db: Db; readonly url: string },
  log: Log,
  options: FinishOptions = {},
): Promise<number | null> {
  if ((await readFieldRewrites(db)).length === 0) return null;
  if (!(await moveValues(db, options))) return null;
  await buildIndexes(url, log);
  const generation = await endRewrites(db, { appliedBy: applier() });
  if (generation === null) return null;
  log.info({ generation }, "Every value of the renamed fields has arrived under its new name.");
  await announce(db, log);
  await buildIndexes(url, log);
  return generation;
}
