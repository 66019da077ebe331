import type { JsonObject } from "../../base/json.ts";
import { sameJson } from "../../base/json.ts";
import type { Kind, Touch } from "../../kinds/kind.ts";
import type { Db } from "../../model/db.ts";
import type { DesiredObject } from "../../model/desired.ts";
import type { PlanChange, PlanDrift, PlanLine } from "../../model/plan.ts";
import type { Comparison, LeafVerdict, Settle, Three, Verdict } from "../compare/compare.ts";
import { compare } from "../compare/compare.ts";
import type { Leaves } from "../compare/leaves.ts";
import { leavesToSpec } from "../compare/leaves.ts";
import { blockedResult, blockedTouches, conflictsOf } from "./blocked.ts";
import { linesOf } from "./lines.ts";
import type { ObjectPlan, ObjectStates } from "./object-states.ts";
import { changeOf, driftOf, entryOf, isForgotten, leavesOfStates, NOTHING_TO_DO } from "./object-states.ts";
import { impactOf, withImpacts } from "./touches.ts";

/** It is declared, and it is live. */
export async function planPresent(
  db: Db,
  states: ObjectStates,
  desired: DesiredObject,
  settle: Settle,
): Promise<ObjectPlan> {
  const { kind, name, last } = states;
  const live = states.live!;
  const leaves = leavesOfStates(states);
  const change = { name, live, asked: desired.spec };
  const first = compare(kind, leaves, settle);
  const touches = isWritten(first)
    ? await kind.touches(db, { ...change, next: nextOf(kind, first) }, states.stored)
    : [];
  const comparison = withForgotten(kind, leaves, settle, touches) ?? first;
  const { verdicts } = comparison;
  const drift = driftIn(states, desired, leaves, comparison);
  const isMoved = last !== null && last.pack !== desired.pack;
  const isBack = isForgotten(last);
  const isDriftAlone = verdicts.every((judged) => judged.verdict === "drift" && !isConceded(judged));
  if (last !== null && !isMoved && !isBack && isDriftAlone) {
    return { ...NOTHING_TO_DO, drift };
  }

  const next = nextOf(kind, comparison);
  const blocked = [
    ...conflictsOf(states, desired, leaves, verdicts),
    ...blockedTouches(states, desired, touches),
    ...(isWritten(comparison) && drift !== null ? blockedResult(states, next) : []),
  ];
  const lines = withImpacts(linesIn(desired, leaves, comparison, { kind, isNewlyManaged: last === null }), touches);
  const takenOver =
    last === null && lines.length > 0 ? "it is on the site already; the packs manage it from now on" : null;
  const shown: PlanChange = {
    ...changeOf(states),
    action: !isMoved && lines.every((line) => line.op === "adopt") ? "adopt" : "update",
    lines,
    impact: isMoved ? `moves from pack ${last.pack} to pack ${desired.pack}` : (impactOf(touches) ?? takenOver),
  };
  const isNew = last === null || isBack;
  const isShown = lines.length > 0 || isMoved || (isNew && blocked.length === 0);
  return {
    changes: isShown ? [shown, ...blocked] : blocked,
    drift,
    operation: {
      kind,
      name,
      write: isWritten(comparison) ? { op: "update", before: live, after: next, asked: desired.spec } : null,
      ledger: entryOf(kind, desired),
    },
  };
}

function isWritten({ verdicts }: Comparison): boolean {
  return verdicts.some(({ verdict }) => verdict === "pending");
}

function nextOf(kind: Kind, { merged }: Comparison): JsonObject {
  return leavesToSpec(kind, merged);
}

/** Compared again with the parts kept that hold content; null where there are none. */
function withForgotten(
  kind: Kind,
  leaves: Three<Leaves>,
  settle: Settle,
  touches: readonly Touch[],
): Comparison | null {
  const kept = touches.filter((touch) => touch.isForgotten).map(({ path }) => path.join("."));
  return kept.length === 0 ? null : compare({ ...kind, kept: [...kind.kept, ...kept] }, leaves, settle);
}

/**
 * Lists what is written; then what only the ledger follows: entries that the site keeps as its own, and what both sides
 * changed alike.
 */
function linesIn(
  desired: DesiredObject,
  leaves: Three<Leaves>,
  { verdicts, merged }: Comparison,
  { kind, isNewlyManaged }: { readonly kind: Kind; readonly isNewlyManaged: boolean },
): readonly PlanLine[] {
  const lines = (before: Leaves, after: Leaves, verdict: Verdict) =>
    linesOf({ shape: kind, before, after, object: desired }, only(verdicts, verdict));
  const forgotten = lines(leaves.live, leaves.desired, "forgotten");
  // Of what was unmanaged until now all is adopted, and one sentence says so.
  const adopted = isNewlyManaged ? [] : lines(leaves.last, leaves.desired, "converged");
  const passage = { shape: kind, before: leaves.last, after: leaves.live, object: desired };
  const conceded = linesOf(passage, verdicts.filter(isConceded));
  return [
    ...lines(leaves.live, merged, "pending"),
    ...conceded.map((line): PlanLine => ({ ...line, op: "adopt" })),
    ...forgotten.map((line): PlanLine => ({ ...line, op: "forget" })),
    ...adopted.map((line): PlanLine => ({ ...line, op: "adopt" })),
  ];
}

/** A conflict that was settled for the site: from now on it is drift from what the packs say. */
function isConceded({ verdict, values: { desired, last } }: LeafVerdict): boolean {
  if (verdict !== "drift") return false;
  return desired === undefined || last === undefined ? desired !== last : !sameJson(desired, last);
}

function driftIn(
  states: ObjectStates,
  desired: DesiredObject,
  leaves: Three<Leaves>,
  { verdicts, merged }: Comparison,
): PlanDrift | null {
  const drifted = only(verdicts, "drift");
  if (drifted.length === 0) return null;
  // As it will still be once the rest is applied.
  const passage = { shape: states.kind, before: leaves.desired, after: merged, object: desired };
  return { ...driftOf(states), lines: linesOf(passage, drifted) };
}

function only(verdicts: readonly LeafVerdict[], wanted: Verdict): readonly LeafVerdict[] {
  return verdicts.filter(({ verdict }) => verdict === wanted);
}
