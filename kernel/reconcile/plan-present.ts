import type { Kind } from "../kinds/kind.ts";
import type { Db } from "../model/db.ts";
import type { DesiredObject } from "../model/desired.ts";
import { blockedRename, blockedResult, blockedTouches, conflictsOf } from "./blocked.ts";
import type { Comparison, LeafVerdict, Three, Verdict } from "./compare.ts";
import { compare } from "./compare.ts";
import type { Leaves } from "./leaves.ts";
import { leavesToSpec } from "./leaves.ts";
import { linesOf } from "./lines.ts";
import type { ObjectPlan, ObjectStates } from "./object-states.ts";
import { changeOf, driftOf, entryOf, leavesOfStates, NOTHING_TO_DO } from "./object-states.ts";
import type { PlanChange, PlanDrift, PlanLine } from "./plan.ts";
import { isPartOfRename, possibleRenames } from "./renames.ts";
import { impactOf, withImpacts } from "./touches.ts";

/** It is declared, and it is live. */
export async function planPresent(
  db: Db,
  states: ObjectStates,
  desired: DesiredObject,
  revertDrift: boolean,
): Promise<ObjectPlan> {
  const { kind, name, last } = states;
  const live = states.live!;
  const leaves = leavesOfStates(states);
  const comparison = compare(kind, leaves, revertDrift);
  const drift = driftIn(states, desired, leaves, comparison);
  const isMoved = last !== null && last.pack !== desired.pack;
  if (last !== null && !isMoved && comparison.verdicts.every(({ verdict }) => verdict === "drift")) {
    return { ...NOTHING_TO_DO, drift };
  }

  const next = leavesToSpec(kind, comparison.merged);
  const isWritten = comparison.verdicts.some(({ verdict }) => verdict === "pending");
  const touches = isWritten ? await kind.touches(db, { name, live, next }) : [];
  const renames = possibleRenames(kind, desired, leaves.live);
  const isApart = ({ path }: { readonly path: readonly string[] }) => !isPartOfRename(path, renames);
  const verdicts = comparison.verdicts.filter(isApart);
  const blocked = [
    ...conflictsOf(states, desired, leaves, verdicts),
    ...renames.map((rename) => blockedRename(states, desired, rename)),
    ...blockedTouches(states, desired, touches.filter(isApart)),
    ...(isWritten && drift !== null ? blockedResult(states, next) : []),
  ];
  const lines = withImpacts(linesIn(kind, desired, leaves, { ...comparison, verdicts }, last === null), touches);
  const takenOver =
    last === null && lines.length > 0 ? "it is on the site already; the packs manage it from now on" : null;
  const change: PlanChange = {
    ...changeOf(states),
    action: !isMoved && lines.every((line) => line.op === "adopt") ? "adopt" : "update",
    lines,
    impact: isMoved ? `moves from pack ${last.pack} to pack ${desired.pack}` : (impactOf(touches) ?? takenOver),
  };
  const isShown = lines.length > 0 || isMoved || (last === null && blocked.length === 0);
  return {
    changes: isShown ? [change, ...blocked] : blocked,
    drift,
    operation: {
      kind,
      name,
      write: isWritten ? { op: "update", before: live, after: next } : null,
      ledger: entryOf(kind, desired),
    },
  };
}

/** What is written; then what only the ledger follows: entries that the site keeps as its own, and what both sides changed alike. */
function linesIn(
  kind: Kind,
  desired: DesiredObject,
  leaves: Three<Leaves>,
  { verdicts, merged }: Comparison,
  isNewlyManaged: boolean,
): readonly PlanLine[] {
  const lines = (before: Leaves, after: Leaves, verdict: Verdict) =>
    linesOf({ shape: kind, before, after, object: desired }, only(verdicts, verdict));
  const forgotten = lines(leaves.live, leaves.desired, "forgotten");
  // Of what was unmanaged until now all is adopted, and one sentence says so.
  const adopted = isNewlyManaged ? [] : lines(leaves.last, leaves.desired, "converged");
  return [
    ...lines(leaves.live, merged, "pending"),
    ...forgotten.map((line): PlanLine => ({ ...line, op: "forget" })),
    ...adopted.map((line): PlanLine => ({ ...line, op: "adopt" })),
  ];
}

function driftIn(
  states: ObjectStates,
  desired: DesiredObject,
  leaves: Three<Leaves>,
  { verdicts }: Comparison,
): PlanDrift | null {
  const drifted = only(verdicts, "drift");
  if (drifted.length === 0) return null;
  const passage = { shape: states.kind, before: leaves.desired, after: leaves.live, object: desired };
  return { ...driftOf(states), lines: linesOf(passage, drifted) };
}

function only(verdicts: readonly LeafVerdict[], wanted: Verdict): readonly LeafVerdict[] {
  return verdicts.filter(({ verdict }) => verdict === wanted);
}
