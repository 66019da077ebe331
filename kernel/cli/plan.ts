import type { Db } from "../model/db.ts";
import type { Desired } from "../model/desired.ts";
import { formatPlan } from "../reconcile/format-plan.ts";
import { makePlan } from "../reconcile/make-plan.ts";
import { exitCodeOf } from "../reconcile/plan.ts";
import { planToJson } from "../reconcile/plan-json.ts";

/** What the commands of the reconciler work with. Results go to `out`, progress and remarks to `note`. */
export type ReconcileContext = {
  readonly db: Db;
  readonly desired: Desired;
  out(text: string): void;
  note(text: string): void;
  /** True where nobody is there to answer a question. */
  readonly ci: boolean;
};

export type PlanCommandOptions = { readonly json?: boolean; readonly revertDrift?: boolean };

/** `trovato plan`: shows what an apply would do. Returns the exit code: 0 nothing, 2 changes, 3 blocked. */
export async function planCommand(context: ReconcileContext, options: PlanCommandOptions = {}): Promise<number> {
  const plan = await makePlan(context.db, context.desired, options);
  context.out(options.json ? `${JSON.stringify(planToJson(plan), null, 2)}\n` : formatPlan(plan));
  return exitCodeOf(plan);
}
