import type { StartReport } from "../boot/open-site.ts";
import { formatPlan } from "../telling/plan-text.ts";
import type { Console } from "./console.ts";

/**
 * Reports on standard error while a command opens the site for something else. Where every start applies what is
 * pending (`reconcile: apply`) the command does too, and never silently.
 */
export function commandReport({ note }: Pick<Console, "note">): StartReport {
  return {
    note,
    plan: (plan) => {
      if (plan.changes.length > 0)
        note(`${formatPlan(plan, "Applied first, as at every start (reconcile: apply):")}\n`);
    },
  };
}
