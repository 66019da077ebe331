import { sql } from "slonik";
import { Fault } from "../base/fault.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import type { Plan } from "../model/plan.ts";
import { applyPlan } from "../reconcile/apply/apply.ts";
import { buildIndexes } from "../reconcile/apply/index-builds.ts";
import { makePlan } from "../reconcile/plan/make-plan.ts";
import { noteExchanges } from "../reconcile/renames/exchanges.ts";
import { announce, applier } from "./announce.ts";
import type { Configuration } from "./configuration.ts";

/**
 * Applies what is pending, or, where the site only verifies, refuses packs that no generation knows; then finishes indexes that an
 * earlier apply did not get to.
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
    await requireKnownPacks(db, plan);
  } else if (plan.changes.length > 0 || plan.drift.length > 0) {
    report.plan(plan);
    report.beforeApply?.(plan);
    const { applied } = await applyPlan(db, desired, { appliedBy: applier(), counted: plan.changes });
    if (applied) await announce(db, log);
  } else {
    await noteExchanges(db, desired);
  }
  await buildIndexes(url, log);
}

/** A node of a rolling fleet may still have the packs of an older generation; packs that were never applied are refused. */
async function requireKnownPacks(db: Db, plan: Plan): Promise<void> {
  if (plan.changes.length === 0) return;
  const known = await db.maybe(sql.unsafe`select from pack_apply where packs_hash = ${plan.packsHash} limit 1`);
  if (known !== null) return;
  throw new Fault("reconcile.mismatch", `The packs ask for ${plan.changes.length} changes that were never applied.`, {
    hint: "Look at `npx trovato plan`, then run `npx trovato apply`; this site only verifies at its start (reconcile: verify).",
  });
}
