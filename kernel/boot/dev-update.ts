import { Fault } from "../base/fault.ts";
import type { Log } from "../model/log.ts";
import type { Plan, PlanChange } from "../model/plan.ts";
import { applyPlan } from "../reconcile/apply/apply.ts";
import { buildIndexes } from "../reconcile/apply/index-builds.ts";
import { makePlan } from "../reconcile/plan/make-plan.ts";
import { announce, applier } from "./announce.ts";
import { finishRenames } from "./finish-renames.ts";
import type { OpenedSite } from "./open-site.ts";

/** Outcome of a change of the files. */
export type Update =
  | { readonly state: "broken"; readonly faults: readonly Fault[] }
  | { readonly state: "same" }
  | { readonly state: "held"; readonly plan: Plan; readonly fault: Fault }
  | { readonly state: "applied"; readonly plan: Plan; readonly generation: number };

/**
 * Brings a site that is being worked on to what its files say now. Files with faults change nothing, and neither does a plan that
 * destroys something or is blocked: those are for `trovato apply`.
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

/** Why a plan is not carried out by itself; null for one that is. */
export function whyHeld({ changes }: Plan): Fault | null {
  const blocked = changes.find((change) => change.blocked);
  if (blocked !== undefined) {
    return new Fault("reconcile.blocked", `${blocked.address} is blocked: ${blocked.reason}. Nothing was applied.`, {
      hint: blocked.hint ?? undefined,
      source: blocked.source ?? undefined,
    });
  }
  const destroying = changes.find(isDestroying);
  if (destroying === undefined) return null;
  const impact = destroying.impact === null ? "" : ` (${destroying.impact})`;
  return new Fault(
    "reconcile.blocked",
    `${destroying.address}: ${destroying.action}${impact} may lose what was entered on the site. Nothing was applied.`,
    { hint: "If that is meant: npx trovato apply", source: destroying.source ?? undefined },
  );
}

/** Content, and which users have a role, are not in the files: no file brings them back. */
function isDestroying({ action, kind }: PlanChange): boolean {
  return action === "destroy" || action === "change-type" || (action === "remove" && kind === "role");
}
