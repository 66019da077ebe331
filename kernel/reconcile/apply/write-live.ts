import type { Clock } from "../../base/clock.ts";
import { Fault } from "../../base/fault.ts";
import type { JsonObject } from "../../base/json.ts";
import { kindOf } from "../../kinds/kinds.ts";
import type { Db } from "../../model/db.ts";
import type { Desired } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { KindName } from "../../model/kind-types.ts";
import type { PlanChange } from "../../model/plan.ts";
import { planOf } from "../../model/plan.ts";
import { createCanonicalText } from "../compare/canonical-text.ts";
import { recordGeneration } from "../history/record-generation.ts";
import type { State } from "../history/state.ts";
import { readState } from "../history/state.ts";
import { readGeneration } from "../history/store.ts";
import { changeOfLive } from "./live-change.ts";
import { holdBackWrites, inBoundedTransaction, takeApplyLock } from "./lock.ts";
import { refuseLiveChange } from "./refuse-live.ts";

/** A change of one object of the configuration that is made on the site, and not in a file. */
export type LiveChange = {
  readonly kind: KindName;
  readonly name: string;
  /** The whole object as it is to be, also with the parts that stay; null removes it. */
  readonly spec: JsonObject | null;
  /** Who does it. */
  readonly by: string;
};

export type LiveWriteOptions = {
  /** Desired state, as far as it is known: faults then name the line, and not only the file. */
  readonly declared?: Desired | undefined;
  /** The permissions that exist because of plugins. Default: none. */
  readonly pluginPermissions?: Iterable<string> | undefined;
  /** For how long to wait for an apply, in milliseconds. Default: 2,000. */
  readonly patience?: number;
  /** For how long a statement waits for what others hold, in milliseconds. Default: 5,000. */
  readonly lockTimeout?: number;
  readonly clock?: Clock;
};

/** Outcome of a write: the generation that is live now, and the change; null when the object was like that already. */
export type LiveWrite = { readonly generation: number; readonly change: PlanChange | null };

/**
 * Writes one object of the configuration outside of an apply, as what it is to the reconciler: only parts that the site
 * owns, or an object that no pack declares. Like an apply it makes a generation, all in one transaction, and stands in
 * the history; unlike one it leaves the ledger as it is, so no plan finds anything to do afterwards, and no drift.
 * @throws Fault `reconcile.owned_by_pack`, `reconcile.invalid`, `reconcile.blocked`, `reconcile.locked`,
 * `site.not_applied`
 */
export async function writeLive(db: Db, change: LiveChange, options: LiveWriteOptions = {}): Promise<LiveWrite> {
  return inBoundedTransaction(db, options.lockTimeout ?? 5_000, async (transaction) => {
    await takeApplyLock(transaction, change.by, options.patience ?? 2_000);
    await holdBackWrites(transaction);
    const before = await readState(transaction, createCanonicalText());
    const next = change.spec === null ? null : kindOf(change.kind).canonical(change.spec);
    const planned = changeOfLive(before, change, next);
    if (planned === null) return { generation: before.generation, change: null };
    await refuseLiveChange(transaction, { state: before, ...change, next }, options);
    await write(transaction, before, change, next);
    return {
      generation: await record(transaction, before, planned, { ...change, clock: options.clock }),
      change: planned,
    };
  });
}

async function write(
  db: Db,
  state: State,
  { kind: kindName, name }: LiveChange,
  next: JsonObject | null,
): Promise<void> {
  const kind = kindOf(kindName);
  const live = state.live.get(kindName)!.get(name);
  if (next === null) return kind.remove(db, name);
  if (live === undefined) return kind.create(db, name, next);
  await kind.content?.rewrite(db, { name, live, next, asked: next });
  await kind.update(db, name, live, next);
}

/** Writes the next generation. The object is read back first, so that nothing is ever believed to be written. */
async function record(
  db: Db,
  before: State,
  planned: PlanChange,
  change: LiveChange & Pick<LiveWriteOptions, "clock">,
): Promise<number> {
  const after = await readState(db, createCanonicalText());
  const next = change.spec === null ? null : kindOf(change.kind).canonical(change.spec);
  if (changeOfLive(after, change, next) !== null) {
    throw new Fault("internal.unexpected", `${planned.address} is not what was written; nothing was kept.`);
  }
  const { packsHash } = (await readGeneration(db))!;
  const paths = planned.lines.map(({ path, op, before, after }) => ({ path, op, before, after }));
  return recordGeneration(db, {
    plan: planOf({ generation: before.generation, stateHash: before.hash, packsHash }, [planned]),
    ...{ stateHash: after.hash, by: change.by, clock: change.clock },
    origin: { isOnSite: true },
    audit: { action: planned.action, subject: addressOf(change.kind, change.name), detail: { paths } },
  });
}
