import type { Db } from "../model/db.ts";
import { compare } from "./compare.ts";
import { pathText } from "./leaves.ts";
import type { ObjectPlan, ObjectStates, Operation } from "./object-states.ts";
import { changeOf, leavesOfStates } from "./object-states.ts";
import type { PlanChange } from "./plan.ts";
import { impactOf } from "./touches.ts";

/** It was applied, and no pack declares it any longer. */
export async function planAbsent(db: Db, states: ObjectStates, revertDrift: boolean): Promise<ObjectPlan> {
  const { kind, name, live } = states;
  const change: PlanChange = { ...changeOf(states), action: kind.whenAbsent };
  const operation: Operation = { kind, name, write: null, ledger: null };
  if (live === null) return { changes: [{ ...change, impact: "already gone from the site" }], drift: null, operation };

  const touches = await kind.touches(db, { name, live, next: null });
  const stop = touches.find((touch) => touch.blocked !== undefined)?.blocked ?? editedSince(states, revertDrift);
  return {
    changes: [{ ...change, impact: impactOf(touches), ...(stop !== undefined && blockedBy(stop)) }],
    drift: null,
    operation: { ...operation, write: kind.whenAbsent === "remove" ? { op: "remove" } : null },
  };
}

type Stop = { readonly reason: string; readonly hint: string };

function blockedBy({ reason, hint }: Stop): Pick<PlanChange, "blocked" | "reason" | "hint"> {
  return { blocked: true, reason, hint };
}

/** Removing what an editor has changed would lose that change unseen. */
function editedSince(states: ObjectStates, revertDrift: boolean): Stop | undefined {
  if (revertDrift || states.kind.whenAbsent === "forget") return undefined;
  const { last, live } = leavesOfStates(states);
  const { verdicts } = compare(states.kind, { desired: last, last, live });
  if (verdicts.length === 0) return undefined;
  const edited = verdicts.map(({ path }) => pathText(path)).join(", ");
  return {
    reason: `the packs give it up, and ${edited} was changed on the site`,
    hint: "Keep it in a pack with that change, or apply with `--revert-drift` to remove it all the same.",
  };
}
