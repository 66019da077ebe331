import { Fault } from "../base/fault.ts";
import type { Plan, PlanChange } from "../model/plan.ts";

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
