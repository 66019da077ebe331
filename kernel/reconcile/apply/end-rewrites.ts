import { sql } from "slonik";
import type { Clock } from "../../base/clock.ts";
import type { FieldRewrite } from "../../kinds/type/field-rewrites.ts";
import { FIELD_REWRITE_COLUMNS } from "../../kinds/type/field-rewrites.ts";
import type { Db } from "../../model/db.ts";
import { planOf } from "../../model/plan.ts";
import { recordGeneration } from "../history/record-generation.ts";
import { readAppliedState } from "../history/store.ts";
import { holdBackWrites, inBoundedTransaction, takeApplyLock } from "./lock.ts";

export type EndOptions = {
  readonly appliedBy: string;
  /** For how long to wait for an apply, in milliseconds. Default: 30,000. */
  readonly patience?: number;
  readonly lockTimeout?: number;
  readonly clock?: Clock;
};

/**
 * The next generation reads renamed fields under their new names alone, where every value has arrived; null when there
 * are none.
 * @throws Fault `reconcile.locked`
 */
export function endRewrites(db: Db, options: EndOptions): Promise<number | null> {
  const { appliedBy, patience = 30_000, lockTimeout = 5_000, clock } = options;
  return inBoundedTransaction(db, lockTimeout, async (transaction) => {
    await takeApplyLock(transaction, appliedBy, patience);
    await holdBackWrites(transaction);
    const ended = await transaction.many<FieldRewrite>(
      sql.unsafe`delete from field_rewrite where part = 'done' returning ${FIELD_REWRITE_COLUMNS}`,
    );
    if (ended.length === 0) return null;
    const applied = await readAppliedState(transaction);
    const arrived = ended.map(({ type, field, previous }) => ({ address: `type.${type}.fields.${field}`, previous }));
    return recordGeneration(transaction, {
      ...{ plan: planOf(applied, []), stateHash: applied.stateHash, by: appliedBy, clock },
      origin: { arrived },
      audit: { action: "rewrite", detail: { arrived } },
    });
  });
}
