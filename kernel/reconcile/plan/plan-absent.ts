import type { Db } from "../../model/db.ts";
import type { PlanChange } from "../../model/plan.ts";
import type { Settle } from "../compare/compare.ts";
import { compare } from "../compare/compare.ts";
import { pathText } from "../compare/leaves.ts";
import type { ObjectPlan, ObjectStates, Operation } from "./object-states.ts";
import { changeOf, leavesOfStates } from "./object-states.ts";
import { impactOf } from "./touches.ts";

/** It was applied, and no pack declares it any longer. */
export async function planAbsent(db: Db, states: ObjectStates, settle: Settle): Promise<ObjectPlan> {
  const { kind, name, live, last } = states;
  const change: PlanChange = { ...changeOf(states), action: kind.whenAbsent };
  const operation: Operation = { kind, name, write: null, ledger: null };
  if (live === null) return { changes: [{ ...change, impact: "already gone from the site" }], drift: null, operation };

  const touches = await kind.touches(db, { name, live, next: null, asked: null }, states.stored);
  const forgets = { ...operation, ledger: { ...last!, owner: "forgotten" as const } };
  if (kind.whenAbsent === "forget") {
    return { changes: [{ ...change, impact: impactOf(touches) }], drift: null, operation: forgets };
  }
  const edited = editedSince(states, settle);
  if (edited === "kept") {
    const kept: PlanChange = { ...change, action: "forget", impact: "it stays as the site changed it" };
    return { changes: [kept], drift: null, operation: forgets };
  }
  const stop = touches.find((touch) => touch.blocked !== undefined)?.blocked ?? edited;
  return {
    changes: [{ ...change, impact: impactOf(touches), ...(stop !== null && blockedBy(stop)) }],
    drift: null,
    operation: { ...operation, write: { op: "remove" } },
  };
}

type Stop = { readonly reason: string; readonly hint: string };

function blockedBy({ reason, hint }: Stop): Pick<PlanChange, "blocked" | "reason" | "hint"> {
  return { blocked: true, reason, hint };
}

/** Removing what an editor has changed would lose that change unseen. */
function editedSince(states: ObjectStates, settle: Settle): Stop | "kept" | null {
  const { last, live } = leavesOfStates(states);
  const { verdicts } = compare(states.kind, { desired: last, last, live });
  if (verdicts.length === 0) return null;
  const verdict = settle("conflict", "");
  if (verdict !== "conflict") return verdict === "pending" ? null : "kept";
  const edited = verdicts.map(({ path }) => pathText(path)).join(", ");
  const { address } = changeOf(states);
  return {
    reason: `the packs give it up, and ${edited} was changed on the site`,
    hint: `To remove it all the same, apply with \`--ours ${address}\`; to keep it as the site's own, with \`--theirs ${address}\`.`,
  };
}
