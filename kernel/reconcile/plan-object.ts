import type { JsonObject } from "../base/json.ts";
import { canonicalJson } from "../base/json.ts";
import type { Kind, Touch } from "../kinds/kind.ts";
import { toStored } from "../kinds/ordered.ts";
import type { Db } from "../model/db.ts";
import type { DesiredObject } from "../model/desired.ts";
import { addressOf } from "../model/desired.ts";
import type { Comparison, LeafVerdict, Verdict } from "./compare.ts";
import { compare } from "./compare.ts";
import type { Leaves } from "./leaves.ts";
import { leavesOf, leavesToSpec, pathText } from "./leaves.ts";
import { linesOf, linesOfNew } from "./lines.ts";
import type { PlanChange, PlanDrift, PlanLine } from "./plan.ts";
import type { Rename } from "./renames.ts";
import { renamesOf } from "./renames.ts";
import { schemaProblem } from "./schema-problem.ts";
import { stateOf } from "./state.ts";
import type { LedgerEntry } from "./store.ts";

/** One object in its three states, each null where there is none. */
export type ObjectStates = {
  readonly kind: Kind;
  readonly name: string;
  readonly desired: DesiredObject | null;
  readonly last: LedgerEntry | null;
  readonly live: JsonObject | null;
  /** Whether something called so was ever here: what a rename begins from. */
  exists(name: string): boolean;
};

/** What an apply writes for one object. */
export type Operation = {
  readonly kind: Kind;
  readonly name: string;
  readonly write:
    | { readonly op: "create"; readonly after: JsonObject }
    | { readonly op: "update"; readonly before: JsonObject; readonly after: JsonObject }
    | { readonly op: "remove" }
    | null;
  /** The entry of the ledger afterwards; null takes it out. */
  readonly ledger: LedgerEntry | null;
};

/** What a plan says of one object, and what an apply does about it. */
export type ObjectPlan = {
  readonly changes: readonly PlanChange[];
  readonly drift: PlanDrift | null;
  readonly operation: Operation | null;
};

const IN_SYNC: ObjectPlan = { changes: [], drift: null, operation: null };
const NO_LEAVES: Leaves = new Map();

/** Plans one object. Asks the database only what a change of it touches. */
export async function planObject(db: Db, states: ObjectStates, revertDrift: boolean): Promise<ObjectPlan> {
  if (states.desired === null) return planAbsent(db, states, revertDrift);
  if (isInSync(states, states.desired)) return IN_SYNC;
  if (states.live !== null) return planPresent(db, states, states.desired, revertDrift);
  if (states.last !== null && !revertDrift) return planGone(states, states.desired, states.last);
  return planNew(states, states.desired);
}

/** The short way for nearly every object of a site that has nothing to do. */
function isInSync({ kind, last, live }: ObjectStates, desired: DesiredObject): boolean {
  if (last === null || live === null || last.pack !== desired.pack) return false;
  const applied = canonicalJson(toStored(kind, last.spec));
  return (
    applied === canonicalJson(toStored(kind, live)) &&
    applied === canonicalJson(toStored(kind, stateOf(kind, desired.spec)))
  );
}

/** The packs declare it, and nothing of it is here. */
function planNew(states: ObjectStates, desired: DesiredObject): ObjectPlan {
  const { kind, name } = states;
  const rename = renamesOf(kind, desired).find(({ path }) => path.length === 0);
  if (rename !== undefined && states.exists(rename.previousName)) {
    return { ...IN_SYNC, changes: [blockedRename(states, desired, rename)] };
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
function planGone(states: ObjectStates, desired: DesiredObject, last: LedgerEntry): ObjectPlan {
  const { kind } = states;
  const { verdicts } = compareStates(states, NO_LEAVES, false);
  if (verdicts.every((verdict) => verdict.verdict === "drift")) {
    return { ...IN_SYNC, drift: { ...driftOf(states), isGone: true } };
  }
  const lines = linesOf(
    {
      shape: kind,
      before: leavesOf(kind, last.spec),
      after: leavesOf(kind, desired.spec),
      object: desired,
    },
    verdicts.filter((verdict) => verdict.verdict === "conflict"),
  );
  const reason = "the packs change it, and it was deleted on the site";
  const hint = "Take it out of the packs to let it go, or apply with `--revert-drift` to bring it back.";
  return { ...IN_SYNC, changes: [{ ...changeOf(states), lines, blocked: true, reason, hint }] };
}

/** It is declared and it is live. */
async function planPresent(
  db: Db,
  states: ObjectStates,
  desired: DesiredObject,
  revertDrift: boolean,
): Promise<ObjectPlan> {
  const { kind, name } = states;
  const live = leavesOf(kind, states.live!);
  const comparison = compareStates(states, live, revertDrift);
  const next = leavesToSpec(kind, comparison.merged);
  const drift = driftOfLeaves(states, desired, live, comparison.verdicts);
  const conflicts = conflictsOf(states, desired, live, comparison.verdicts);
  const lines = [...writtenLines(states, desired, live, comparison), ...ledgerLines(states, desired, live, comparison)];
  const hasMoved = states.last !== null && states.last.pack !== desired.pack;
  if (lines.length === 0 && conflicts.length === 0 && states.last !== null && !hasMoved) return { ...IN_SYNC, drift };

  const renames = renamesOf(kind, desired).filter((rename) => isPossible(rename, states, live));
  const isWritten = comparison.verdicts.some(({ verdict }) => verdict === "pending");
  const touches = isWritten ? await kind.touches(db, { name, live: states.live, next }) : [];
  const blocked = [
    ...conflicts,
    ...renames.map((rename) => blockedRename(states, desired, rename)),
    ...blockedTouches(
      states,
      desired,
      touches.filter((touch) => !isPartOfRename(touch.path, renames)),
    ),
    ...invalidResult(states, next, isWritten && drift !== null),
  ];
  const shown = withImpacts(
    lines.filter((line) => !isLineOfRename(line, renames)),
    touches,
  );
  const isUpdate = shown.length > 0 || states.last === null || hasMoved;
  const change: PlanChange = {
    ...changeOf(states),
    action: shown.every((line) => line.op === "adopt") && !hasMoved ? "adopt" : "update",
    lines: shown,
    impact: hasMoved ? `moves from pack ${states.last!.pack} to pack ${desired.pack}` : impactOf(touches),
  };
  return {
    changes: isUpdate ? [change, ...blocked] : blocked,
    drift,
    operation: {
      kind,
      name,
      write: isWritten ? { op: "update", before: states.live!, after: next } : null,
      ledger: entryOf(kind, desired),
    },
  };
}

/** It was applied, and no pack declares it any longer. */
async function planAbsent(db: Db, states: ObjectStates, revertDrift: boolean): Promise<ObjectPlan> {
  const { kind, name } = states;
  const operation: Operation = { kind, name, write: null, ledger: null };
  const change: PlanChange = { ...changeOf(states), action: kind.whenAbsent };
  if (states.live === null) {
    return { changes: [{ ...change, impact: "already gone from the site" }], drift: null, operation };
  }
  const touches = await kind.touches(db, { name, live: states.live, next: null });
  const stop = touches.find((touch) => touch.blocked !== undefined)?.blocked ?? editedSince(states, revertDrift);
  const impact = impactOf(touches) ?? (kind.whenAbsent === "forget" ? "it stays, and no pack manages it" : null);
  return {
    changes: [
      { ...change, impact, ...(stop !== undefined && { blocked: true, reason: stop.reason, hint: stop.hint }) },
    ],
    drift: null,
    operation: { ...operation, write: kind.whenAbsent === "remove" ? { op: "remove" } : null },
  };
}

/** Removing what an editor has changed would lose that change unseen. */
function editedSince(states: ObjectStates, revertDrift: boolean): { reason: string; hint: string } | undefined {
  const { kind, last, live } = states;
  if (revertDrift || kind.whenAbsent === "forget") return undefined;
  const applied = leavesOf(kind, last!.spec);
  const { verdicts } = compare(kind, { desired: applied, last: applied, live: leavesOf(kind, live!) });
  if (verdicts.length === 0) return undefined;
  return {
    reason: `the packs give it up, and ${verdicts.map(({ path }) => pathText(path)).join(", ")} was changed on the site`,
    hint: "Keep it in a pack with the change, or apply with `--revert-drift` to remove it all the same.",
  };
}

function compareStates({ kind, desired, last }: ObjectStates, live: Leaves, revertDrift: boolean): Comparison {
  const states = {
    desired: leavesOf(kind, desired!.spec),
    last: last === null ? NO_LEAVES : leavesOf(kind, last.spec),
    live,
  };
  return compare(kind, states, revertDrift);
}

/** What is written to the site. */
function writtenLines(
  { kind }: ObjectStates,
  desired: DesiredObject,
  live: Leaves,
  comparison: Comparison,
): readonly PlanLine[] {
  const passage = { shape: kind, before: live, after: comparison.merged, object: desired };
  return linesOf(passage, only(comparison.verdicts, "pending"));
}

/** What only the ledger follows: entries that the packs give up and the site keeps, and what is on the site already. */
function ledgerLines(
  { kind, last }: ObjectStates,
  desired: DesiredObject,
  live: Leaves,
  { verdicts }: Comparison,
): readonly PlanLine[] {
  const after = leavesOf(kind, desired.spec);
  const forgotten = linesOf({ shape: kind, before: live, after, object: desired }, only(verdicts, "forgotten"));
  const before = last === null ? NO_LEAVES : leavesOf(kind, last.spec);
  const adopted =
    last === null ? [] : linesOf({ shape: kind, before, after, object: desired }, only(verdicts, "converged"));
  return [
    ...forgotten.map((line): PlanLine => ({ ...line, op: "forget" })),
    ...adopted.map((line): PlanLine => ({ ...line, op: "adopt" })),
  ];
}

function driftOfLeaves(
  states: ObjectStates,
  desired: DesiredObject,
  live: Leaves,
  verdicts: readonly LeafVerdict[],
): PlanDrift | null {
  const drifted = only(verdicts, "drift");
  if (drifted.length === 0) return null;
  const before = leavesOf(states.kind, desired.spec);
  const lines = linesOf({ shape: states.kind, before, after: live, object: desired }, drifted);
  return { ...driftOf(states), lines };
}

/** One blocked change for each place that packs and site changed apart. */
function conflictsOf(
  states: ObjectStates,
  desired: DesiredObject,
  live: Leaves,
  verdicts: readonly LeafVerdict[],
): readonly PlanChange[] {
  const after = leavesOf(states.kind, desired.spec);
  const lines = linesOf({ shape: states.kind, before: live, after, object: desired }, only(verdicts, "conflict"));
  const isUnmanaged = states.last === null;
  return lines.map((line) => ({
    ...changeOf(states),
    ...placeOf(states, line.path, line.source),
    lines: [line],
    blocked: true,
    reason: isUnmanaged
      ? "it is on the site already, with another value, and no pack manages it"
      : "the packs and the site both changed it",
    hint: "To take the packs' value, apply with `--revert-drift`; to take the site's, write it into the file.",
  }));
}

function blockedTouches(
  states: ObjectStates,
  desired: DesiredObject,
  touches: readonly Touch[],
): readonly PlanChange[] {
  return touches.flatMap((touch) => {
    if (touch.blocked === undefined) return [];
    const place = placeOf(states, pathText(touch.path), desired.sourceOf(touch.path));
    return [{ ...changeOf(states), ...place, impact: touch.impact ?? null, blocked: true, ...touch.blocked }];
  });
}

function blockedRename(states: ObjectStates, desired: DesiredObject, rename: Rename): PlanChange {
  const { kind, name } = states;
  const address = addressOf(kind.name, name);
  const previous =
    rename.path.length === 0 ? addressOf(kind.name, rename.previousName) : `${address}.${pathText(rename.from)}`;
  return {
    ...changeOf(states),
    ...placeOf(states, pathText(rename.path), desired.sourceOf([...rename.path, "renamed_from"])),
    action: "rename",
    previousAddress: previous,
    blocked: true,
    reason: `renaming ${previous} is not done yet, and starting it anew would leave its content behind`,
    hint: `Keep the name ${rename.previousName}, or take \`renamed_from\` out to start with nothing in it.`,
  };
}

/** Writing the packs' change beside what the site changed must leave something that is whole. */
function invalidResult(states: ObjectStates, next: JsonObject, isMixed: boolean): readonly PlanChange[] {
  const problem = isMixed ? schemaProblem(states.kind, next) : null;
  if (problem === null) return [];
  return [
    {
      ...changeOf(states),
      blocked: true,
      reason: `the packs' change does not fit what was changed on the site (${problem})`,
      hint: "Apply with `--revert-drift`, or bring the file in line with the site.",
    },
  ];
}

/** The state may hold what a rename begins from only if the new name is not there yet. */
function isPossible(rename: Rename, { exists }: ObjectStates, live: Leaves): boolean {
  if (rename.path.length === 0) return exists(rename.previousName) && live.size === 0;
  const has = (path: readonly string[]) => [...live.values()].some((leaf) => startsWith(leaf.path, path));
  return has(rename.from) && !has(rename.path);
}

function isPartOfRename(path: readonly string[], renames: readonly Rename[]): boolean {
  return renames.some((rename) => startsWith(path, rename.path) || startsWith(path, rename.from));
}

function isLineOfRename(line: PlanLine, renames: readonly Rename[]): boolean {
  return renames.some(({ path, from }) => [path, from].some((part) => line.path === pathText(part)));
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((name, index) => path[index] === name);
}

function withImpacts(lines: readonly PlanLine[], touches: readonly Touch[]): readonly PlanLine[] {
  return lines.map((line) => {
    const touch = touches.find(({ path, impact }) => impact !== undefined && pathText(path) === line.path);
    return touch === undefined ? line : { ...line, impact: touch.impact! };
  });
}

function impactOf(touches: readonly Touch[]): string | null {
  return touches.find(({ path, impact }) => path.length === 0 && impact !== undefined)?.impact ?? null;
}

function only(verdicts: readonly LeafVerdict[], wanted: Verdict): readonly LeafVerdict[] {
  return verdicts.filter(({ verdict }) => verdict === wanted);
}

function entryOf(kind: Kind, { name, pack, source, spec }: DesiredObject): LedgerEntry {
  return { kind: kind.name, name, pack, source: source.file, spec: stateOf(kind, spec) };
}

function driftOf(states: ObjectStates): PlanDrift {
  const { address, kind, name, source } = changeOf(states);
  return { address, kind, name, source, isGone: false, lines: [] };
}

/** An update of nothing, as the other changes begin. */
function changeOf({ kind, name, desired, last }: ObjectStates): PlanChange {
  return {
    address: addressOf(kind.name, name),
    kind: kind.name,
    name,
    action: "update",
    previousAddress: null,
    pack: desired?.pack ?? last!.pack,
    source: desired?.source ?? { file: last!.source, line: 1, column: 1 },
    lines: [],
    impact: null,
    blocked: false,
    reason: null,
    hint: null,
  };
}

function placeOf({ kind, name }: ObjectStates, path: string, source: PlanChange["source"]) {
  const object = addressOf(kind.name, name);
  return { address: path === "" ? object : `${object}.${path}`, source };
}
