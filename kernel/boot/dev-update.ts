import type { Fault } from "../base/fault.ts";
import type { Log } from "../model/log.ts";
import type { Plan } from "../model/plan.ts";
import { applyPlan } from "../reconcile/apply/apply.ts";
import { buildIndexes } from "../reconcile/apply/index-builds.ts";
import { makePlan } from "../reconcile/plan/make-plan.ts";
import { announce, applier } from "./announce.ts";
import { finishRenames } from "./finish-renames.ts";
import type { OpenedSite } from "./open-site.ts";
import { whyHeld } from "./why-held.ts";

/** Outcome of a change of the files. */
export type Update =
  | { readonly state: "broken"; readonly faults: readonly Fault[] }
  | { readonly state: "same" }
  | { readonly state: "held"; readonly plan: Plan; readonly fault: Fault }
  | { readonly state: "applied"; readonly plan: Plan; readonly generation: number };

/**
 * Brings a site that is being worked on to what its files say now. Files with faults change nothing, and neither does a
 * plan that destroys something or is blocked: those are for `trovato apply`.
 * @throws Fault `reconcile.*`, `db.*`
 */
export async function updateSite(opened: OpenedSite, log: Log): Promise<Update> {
  const { desired, files, faults } = await opened.read();
  if (faults.length > 0) return { state: "broken", faults };
  const plan = await makePlan(opened.db, desired);
  if (plan.changes.length === 0) {
    await opened.kernel.snapshots.rebuild();
    return { state: "same" };
  }
  const fault = whyHeld(plan);
  if (fault !== null) return { state: "held", plan, fault };
  const { generation } = await applyPlan(opened.db, desired, { appliedBy: applier(), agreed: plan, files });
  await opened.kernel.snapshots.follow();
  await announce(opened.db, log);
  await buildIndexes(opened.url, log);
  await finishRenames(opened, log);
  return { state: "applied", plan, generation };
}
