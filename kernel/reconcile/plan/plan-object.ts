import type { Db } from "../../model/db.ts";
import type { DesiredObject } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { Settle } from "../compare/compare.ts";
import { compare } from "../compare/compare.ts";
import { leavesOf, leavesToSpec } from "../compare/leaves.ts";
import type { SettleOptions } from "../compare/settle.ts";
import { settleFor } from "../compare/settle.ts";
import { stateOf } from "../history/state.ts";
import { linesOf, linesOfNew } from "./lines.ts";
import type { ObjectPlan, ObjectStates } from "./object-states.ts";
import { changeOf, driftOf, entryOf, isForgotten, leavesOfStates, NOTHING_TO_DO } from "./object-states.ts";
import { planAbsent } from "./plan-absent.ts";
import { planDestroyed } from "./plan-destroyed.ts";
import { planPresent } from "./plan-present.ts";

/** Instructions for an apply beyond those of the packs. */
export type ObjectOptions = SettleOptions & { readonly destroy?: readonly string[] | undefined };

/** Plans one object. Asks the database only what a change of it touches. */
export async function planObject(db: Db, states: ObjectStates, options: ObjectOptions): Promise<ObjectPlan> {
  const { kind, name, desired, last, live, tombstone } = states;
  const settle = settleFor(options, addressOf(kind.name, name));
  if (desired === null) {
    if (tombstone !== null) return planDestroyed(db, states, tombstone, options.destroy ?? []);
    return planAbsent(db, states, settle);
  }
  if (isInSync(states, desired)) return NOTHING_TO_DO;
  if (live !== null) return planPresent(db, states, desired, settle);
  if (last === null || isForgotten(last)) return planNew(states, desired);
  return planGone(states, desired, settle);
}

/** The short way for nearly every object of a site that has nothing to do. */
function isInSync({ kind, last, live, textOf }: ObjectStates, desired: DesiredObject): boolean {
  if (last === null || live === null || last.pack !== desired.pack || isForgotten(last)) return false;
  const applied = textOf(kind, last.spec);
  return applied === textOf(kind, live) && applied === textOf(kind, stateOf(kind, desired.spec));
}

/** The packs declare it, and nothing of it is here. */
function planNew(states: ObjectStates, desired: DesiredObject): ObjectPlan {
  const { kind, name } = states;
  const leaves = leavesOf(kind, desired.spec);
  const after = leavesToSpec(kind, leaves);
  return {
    changes: [{ ...changeOf(states), action: "create", lines: linesOfNew(kind, desired, leaves) }],
    drift: null,
    operation: { kind, name, write: { op: "create", after }, ledger: entryOf(kind, desired) },
  };
}

/** It was applied, and has been deleted on the site since. */
function planGone(states: ObjectStates, desired: DesiredObject, settle: Settle): ObjectPlan {
  const { kind, name } = states;
  const leaves = leavesOfStates(states);
  const changed = compare(kind, { ...leaves, live: leaves.last }).verdicts;
  const isChanged = changed.length > 0;
  const verdict = settle(isChanged ? "conflict" : "drift", "");
  if (verdict === "pending") return planNew(states, desired);
  if (verdict === "drift") {
    const drift = { ...driftOf(states), isGone: true };
    const operation = { kind, name, write: null, ledger: entryOf(kind, desired) };
    const change = { ...changeOf(states), impact: "it stays deleted, as on the site" };
    return isChanged ? { changes: [change], drift, operation } : { ...NOTHING_TO_DO, drift };
  }
  const passage = { shape: kind, before: leaves.last, after: leaves.desired, object: desired };
  const { address } = changeOf(states);
  const conflict = {
    ...changeOf(states),
    lines: linesOf(passage, changed),
    blocked: true,
    reason: "the packs change it, and it was deleted on the site",
    hint: `Take it out of the packs to let it go, or apply with \`--ours ${address}\` to bring it back.`,
  };
  return { ...NOTHING_TO_DO, changes: [conflict] };
}
