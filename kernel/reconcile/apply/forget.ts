import type { Clock } from "../../base/clock.ts";
import { Fault } from "../../base/fault.ts";
import { didYouMean } from "../../base/near-miss.ts";
import { kindOf } from "../../kinds/kinds.ts";
import type { Db } from "../../model/db.ts";
import type { Desired } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { PlanChange } from "../../model/plan.ts";
import { planOf } from "../../model/plan.ts";
import { createCanonicalText } from "../compare/canonical-text.ts";
import { recordGeneration } from "../history/record-generation.ts";
import type { State } from "../history/state.ts";
import { readState } from "../history/state.ts";
import type { LedgerEntry } from "../history/store.ts";
import { readGeneration, writeLedger } from "../history/store.ts";
import { holdBackWrites, takeApplyLock } from "./lock.ts";

export type ForgetOptions = { readonly appliedBy: string; readonly patience?: number; readonly clock?: Clock };

/**
 * Leaves an object that no pack declares any longer to the site: it stays as it is, an apply does not remove it, and
 * nothing manages it. Returns the generation that is live then.
 * @throws Fault `reconcile.locked`, `reconcile.unknown_address`, `reconcile.still_declared`
 */
export async function forgetObject(db: Db, address: string, now: Desired, options: ForgetOptions): Promise<number> {
  return db.transaction(async (transaction) => {
    await takeApplyLock(transaction, options.appliedBy, options.patience ?? 2_000);
    await holdBackWrites(transaction);
    const before = await readState(transaction, createCanonicalText());
    const entry = entryToForget(before, address, now);
    await writeLedger(transaction, [{ ...entry, owner: "forgotten" }]);
    return writeForgotten(transaction, before, entry, options);
  });
}

function entryToForget({ ledger }: State, address: string, now: Desired): LedgerEntry {
  const declared = now.objects.find((object) => addressOf(object.kind, object.name) === address);
  if (declared !== undefined) {
    throw new Fault("reconcile.still_declared", `${address} is declared by pack ${declared.pack}.`, {
      hint: "Take it out of the pack first; what a pack declares is managed.",
      source: declared.source,
    });
  }
  const entry = ledger.get(address);
  if (entry === undefined) {
    const near = didYouMean(address, ledger.keys());
    throw new Fault("reconcile.unknown_address", `Nothing that was applied is called ${address}.${near}`, {
      hint: "`npx trovato status` lists every object with its address.",
    });
  }
  if (kindOf(entry.kind).origin !== "yaml") {
    throw new Fault("reconcile.unknown_address", `${address} is a file, which cannot be kept without a pack.`, {
      hint: "Put the file back, or let an apply remove it.",
    });
  }
  return entry;
}

async function writeForgotten(db: Db, before: State, entry: LedgerEntry, options: ForgetOptions): Promise<number> {
  const { packsHash } = (await readGeneration(db))!;
  const { hash } = await readState(db, createCanonicalText());
  const plan = planOf({ generation: before.generation, stateHash: before.hash, packsHash }, [
    changeOfForgetting(entry),
  ]);
  return recordGeneration(db, {
    ...{ plan, stateHash: hash, by: options.appliedBy, clock: options.clock },
    audit: { action: "forget", subject: addressOf(entry.kind, entry.name), detail: plan.summary },
  });
}

function changeOfForgetting({ kind, name, pack, source: file }: LedgerEntry): PlanChange {
  return {
    address: addressOf(kind, name),
    kind,
    name,
    action: "forget",
    previousAddress: null,
    pack,
    source: { file, line: 1, column: 1 },
    lines: [],
    impact: "it stays as it is, and is no longer managed",
    blocked: false,
    reason: null,
    hint: null,
    details: [],
  };
}
