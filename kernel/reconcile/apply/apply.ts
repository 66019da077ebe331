import type { Clock } from "../../base/clock.ts";
import { Fault } from "../../base/fault.ts";
import { sameJson } from "../../base/json.ts";
import { kindOf } from "../../kinds/kinds.ts";
import type { Db } from "../../model/db.ts";
import type { Desired, SiteFiles } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { Plan } from "../../model/plan.ts";
import { appliedHashes, differences, hashesOf, storeFiles } from "../../site/stored-files.ts";
import { writeExchanges } from "../history/exchanged-names.ts";
import { planToJson } from "../history/plan-json.ts";
import { recordGeneration } from "../history/record-generation.ts";
import { deleteFromLedger, writeLedger } from "../history/store.ts";
import type { PlanOptions } from "../plan/make-plan.ts";
import { prepare } from "../plan/make-plan.ts";
import type { Operation } from "../plan/object-states.ts";
import { askedExchanges, exchangesAfterRollback, noteExchanges } from "../renames/exchanges.ts";
import { carryOutMoves } from "../renames/moved-state.ts";
import { holdBackWrites, inBoundedTransaction, takeApplyLock } from "./lock.ts";

export type ApplyOptions = PlanOptions & {
  /** Who applies: a user, or a command and its host. */
  readonly appliedBy: string;
  /** The plan that was agreed to: anything else is refused. */
  readonly agreed?: Plan;
  /** For how long to wait for another apply, in milliseconds. Default: 2,000. */
  readonly patience?: number;
  /** For how long a statement waits for what others hold, in milliseconds. Default: 5,000. */
  readonly lockTimeout?: number;
  readonly clock?: Clock;
  /** Told the address of what is about to be written: with many values to move or convert, it may take minutes. */
  onStep?(address: string): void;
};

export type Applied = {
  /** The generation that is live now. */
  readonly generation: number;
  readonly plan: Plan;
  /** False when there was nothing to do. */
  readonly applied: boolean;
};

/**
 * Brings the database to what `desired` asks for, in one transaction: all of it, or nothing. The plan is made again
 * under the lock, so what is written is what the database holds now, compared.
 * @throws Fault `reconcile.locked`, `reconcile.blocked`, `reconcile.stale`
 */
export async function applyPlan(db: Db, desired: Desired, options: ApplyOptions): Promise<Applied> {
  return inBoundedTransaction(db, options.lockTimeout ?? 5_000, async (transaction) => {
    await takeApplyLock(transaction, options.appliedBy, options.patience ?? 2_000);
    await holdBackWrites(transaction);
    const prepared = await prepare(transaction, desired, { counted: options.agreed?.changes, ...options });
    // Another apply of the same may have been first.
    if (prepared.plan.changes.length === 0) {
      if (options.rollbackTo === undefined) await noteExchanges(transaction, desired);
      return { generation: prepared.plan.generation, plan: prepared.plan, applied: false };
    }
    refuseStale(prepared.plan, options.agreed);
    refuseBlocked(prepared.plan);
    const inBatches = new Set(prepared.renames.filter(({ isInBatches }) => isInBatches).map(({ move }) => move));
    await carryOutMoves(transaction, prepared.moved, { isInBatches: (move) => inBatches.has(move), ...options });
    await writeObjects(transaction, prepared.operations, options);
    for (const { kind, name, part } of prepared.parts)
      await kindOf(kind).content!.parts!.destroy(transaction, name, part);
    await noteExchanges(transaction, desired);
    const generation = await writeRecord(transaction, desired, prepared.plan, options);
    if (options.files !== undefined) await storeApplied(transaction, options.files);
    if (options.rollbackTo !== undefined) {
      const done = exchangesAfterRollback(prepared.moved.state.exchanges, askedExchanges(desired));
      await writeExchanges(transaction, done);
    }
    return { generation, plan: prepared.plan, applied: true };
  });
}

/** @throws Fault `reconcile.stale` when `agreed` is not what `plan` would do */
export function refuseStale(plan: Plan, agreed: Plan | undefined): void {
  if (agreed === undefined) return;
  if (agreed.packsHash === plan.packsHash && (agreed.stateHash === plan.stateHash || isSame(agreed, plan))) return;
  const what = agreed.packsHash === plan.packsHash ? "What is live" : "What the packs ask for";
  throw new Fault("reconcile.stale", `${what} has changed since the plan was made.`, {
    hint: "Make the plan again, look at it, and apply that one.",
  });
}

/**
 * The site may have gone on, with a tag that an editor added, say: what counts is what the plan does, line for line.
 */
function isSame(agreed: Plan, plan: Plan): boolean {
  const lines = ({ changes, drift }: Plan) => planToJson({ ...plan, changes, drift });
  return sameJson(lines(agreed), lines(plan));
}

function refuseBlocked({ changes, summary }: Plan): void {
  if (summary.blocked === 0) return;
  const first = changes.find((change) => change.blocked)!;
  const others = summary.blocked > 1 ? ` (and ${summary.blocked - 1} more)` : "";
  throw new Fault("reconcile.blocked", `${first.address} is blocked: ${first.reason}${others}. Nothing was applied.`, {
    hint: [first.hint!, ...first.details].join("\n"),
  });
}

async function writeObjects(
  db: Db,
  operations: readonly Operation[],
  { onStep }: Pick<ApplyOptions, "onStep">,
): Promise<void> {
  for (const { kind, name, write } of operations) {
    if (write !== null) onStep?.(addressOf(kind.name, name));
    if (write?.op === "create") await kind.create(db, name, write.after);
    if (write?.op === "update") {
      const { before: live, after: next, asked } = write;
      await kind.content?.rewrite(db, { name, live, next, asked });
      await kind.update(db, name, live, next);
    }
    if (write?.op === "remove") await kind.remove(db, name);
    if (write?.op === "destroy") await kind.content!.destroy(db, name);
  }
  await writeLedger(
    db,
    operations.flatMap(({ ledger }) => ledger ?? []),
  );
  await deleteFromLedger(
    db,
    operations.filter(({ ledger }) => ledger === null).map(({ kind, name }) => ({ kind: kind.name, name })),
  );
}

/**
 * Nodes whose files are others find these in the database. A way back may be applied beside files that are not its own.
 */
async function storeApplied(db: Db, files: SiteFiles): Promise<void> {
  const other = differences(await appliedHashes(db), hashesOf(files));
  if (other.length === 0) await storeFiles(db, files);
}

/** Writes the next generation. The state is read back first, so that nothing is ever believed to be written. */
async function writeRecord(db: Db, desired: Desired, plan: Plan, options: ApplyOptions): Promise<number> {
  const after = (await prepare(db, desired)).plan;
  if (after.changes.length > 0 || !sameJson(after.drift, plan.drift)) {
    const left = after.changes[0] ?? after.drift[0] ?? plan.drift[0]!;
    throw new Fault("internal.unexpected", `${left.address} is not what was written; nothing was kept.`);
  }
  return recordGeneration(db, {
    ...{ plan, stateHash: after.stateHash, by: options.appliedBy, clock: options.clock },
    origin: { rollbackTo: options.rollbackTo },
    audit: { action: options.rollbackTo === undefined ? "apply" : "rollback", detail: plan.summary },
  });
}
