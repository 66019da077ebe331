import { sql } from "slonik";
import { Fault } from "../base/fault.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import type { Plan } from "../model/plan.ts";
import { applyPlan } from "../reconcile/apply/apply.ts";
import { buildIndexes } from "../reconcile/apply/index-builds.ts";
import { makePlan } from "../reconcile/plan/make-plan.ts";
import { noteExchanges } from "../reconcile/renames/exchanges.ts";
import { appliedHashes, areStored } from "../site/stored-files.ts";
import { announce, applier } from "./announce.ts";
import type { Configuration } from "./configuration.ts";

/**
 * Applies what is pending, or, where the site only verifies, refuses packs that no generation knows; then finishes
 * indexes that an earlier apply did not get to.
 * @throws Fault `reconcile.blocked`, `reconcile.locked`, `reconcile.mismatch`
 */
export async function reconcileAtBoot(
  { db, url }: { readonly db: Db; readonly url: string },
  { desired, files, environment, site }: Configuration,
  log: Log,
  report: { plan(plan: Plan): void; beforeApply?(plan: Plan): void },
): Promise<void> {
  const mode = site?.reconcile ?? (environment.isProduction ? "verify" : "apply");
  const plan = await makePlan(db, desired, { files });
  if (mode === "verify") {
    await requireKnownPacks(db, plan, log);
  } else if (plan.changes.length > 0 || plan.drift.length > 0) {
    report.plan(plan);
    report.beforeApply?.(plan);
    const { applied } = await applyPlan(db, desired, { appliedBy: applier(), counted: plan.changes, files });
    if (applied) await announce(db, log);
  } else {
    await noteExchanges(db, desired);
  }
  await buildIndexes(url, log);
}

/**
 * A node of a rolling fleet may have the packs of an older generation, or of one that is still to be applied: then it
 * serves what was applied last, with the files that were stored with it. Where there are none, packs that were never
 * applied are refused.
 */
async function requireKnownPacks(db: Db, plan: Plan, log: Log): Promise<void> {
  if (plan.changes.length === 0) return;
  const known = await db.maybe(sql.unsafe`select from pack_apply where packs_hash = ${plan.packsHash} limit 1`);
  if (known !== null) return;
  if (await areStored(db, await appliedHashes(db))) {
    log.warn(
      { changes: plan.changes.length, serving: plan.generation },
      "The packs of this node were never applied; it serves those that were.",
    );
    return;
  }
  throw new Fault("reconcile.mismatch", `The packs ask for ${plan.changes.length} changes that were never applied.`, {
    hint: "Look at `npx trovato plan`, then run `npx trovato apply`; this site only verifies at its start (reconcile: verify).",
  });
}
