import type { Db } from "../model/db.ts";
import type { DesiredObject } from "../model/desired.ts";
import { blockedRename } from "./blocked.ts";
import { compare } from "./compare.ts";
import { leavesOf, leavesToSpec } from "./leaves.ts";
import { linesOf, linesOfNew } from "./lines.ts";
import type { ObjectPlan, ObjectStates } from "./object-states.ts";
import { changeOf, driftOf, entryOf, leavesOfStates, NOTHING_TO_DO } from "./object-states.ts";
import { planAbsent } from "./plan-absent.ts";
import { planPresent } from "./plan-present.ts";
import { renamesOf } from "./renames.ts";
import { stateOf } from "./state.ts";

/** Plans one object. Asks the database only what a change of it touches. */
export async function planObject(db: Db, states: ObjectStates, revertDrift: boolean): Promise<ObjectPlan> {
  const { desired, last, live } = states;
  if (desired === null) return planAbsent(db, states, revertDrift);
  if (isInSync(states, desired)) return NOTHING_TO_DO;
  if (live !== null) return planPresent(db, states, desired, revertDrift);
  if (last !== null && !revertDrift) return planGone(states, desired);
  return planNew(states, desired);
}

/** The short way for nearly every object of a site that has nothing to do. */
function isInSync({ kind, last, live, textOf }: ObjectStates, desired: DesiredObject): boolean {
  if (last === null || live === null || last.pack !== desired.pack) return false;
  const applied = textOf(kind, last.spec);
  return applied === textOf(kind, live) && applied === textOf(kind, stateOf(kind, desired.spec));
}

/** The packs declare it, and nothing of it is here. */
function planNew(states: ObjectStates, desired: DesiredObject): ObjectPlan {
  const { kind, name } = states;
  const rename = renamesOf(kind, desired).find(({ path }) => path.length === 0);
  if (rename !== undefined && states.exists(rename.previousName)) {
    return { ...NOTHING_TO_DO, changes: [blockedRename(states, desired, rename)] };
  }
  const leaves = leavesOf(kind, desired.spec);
  const after = leavesToSpec(kind, leaves);
  return {
    changes: [{ ...changeOf(states), action: "create", lines: linesOfNew(kind, desired, leaves) }],
    drift: null,
    operation: { kind, name, write: { op: "create", after }, ledger: entryOf(kind, desired) },
  };
}

/** It was applied, and has been deleted on the site since. */
function planGone(states: ObjectStates, desired: DesiredObject): ObjectPlan {
  const { kind } = states;
  const leaves = leavesOfStates(states);
  const changed = compare(kind, { ...leaves, live: leaves.last }).verdicts;
  if (changed.length === 0) return { ...NOTHING_TO_DO, drift: { ...driftOf(states), isGone: true } };
  const passage = { shape: kind, before: leaves.last, after: leaves.desired, object: desired };
  const conflict = {
    ...changeOf(states),
    lines: linesOf(passage, changed),
    blocked: true,
    reason: "the packs change it, and it was deleted on the site",
    hint: "Take it out of the packs to let it go, or apply with `--revert-drift` to bring it back.",
  };
  return { ...NOTHING_TO_DO, changes: [conflict] };
}
