import { findDrift } from "../reconcile/plan/drift.ts";
import { planJson } from "../telling/plan-json.ts";
import { driftBlock } from "../telling/plan-text.ts";
import { tellPlan } from "../telling/tell-plan.ts";
import type { ReconcileContext } from "./plan.ts";
import { jsonText } from "./plan.ts";

/**
 * `trovato drift`: what was changed on the site since it was applied. Returns the exit code: 0 nothing, 2 something.
 */
export async function driftCommand({ db, desired, out }: ReconcileContext, json = false): Promise<number> {
  const plan = await findDrift(db, desired);
  const { format_version, generation, drift } = planJson(plan);
  if (json) out(jsonText({ format_version, generation, drift }));
  else out(plan.drift.length === 0 ? "No drift.\n" : `${driftBlock(tellPlan(plan)).join("\n")}\n`);
  return plan.drift.length === 0 ? 0 : 2;
}
