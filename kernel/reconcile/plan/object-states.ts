import type { JsonObject } from "../../base/json.ts";
import type { Kind, Stored } from "../../kinds/kind.ts";
import type { DesiredObject, Tombstone } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { PlanChange, PlanDrift } from "../../model/plan.ts";
import type { CanonicalText } from "../compare/canonical-text.ts";
import type { Three } from "../compare/compare.ts";
import type { Leaf, Leaves } from "../compare/leaves.ts";
import { leavesOf } from "../compare/leaves.ts";
import { stateOf } from "../history/state.ts";
import type { LedgerEntry } from "../history/store.ts";

/** One object in its three states, each null where there is none. */
export type ObjectStates = {
  readonly kind: Kind;
  readonly name: string;
  readonly desired: DesiredObject | null;
  readonly last: LedgerEntry | null;
  readonly live: JsonObject | null;
  /** Tombstone of a pack, where there is one. */
  readonly tombstone: Tombstone | null;
  readonly textOf: CanonicalText;
  /** Content of the tables meanwhile. */
  readonly stored: Stored;
};

/** Writes of an apply for one object. */
export type Operation = {
  readonly kind: Kind;
  readonly name: string;
  readonly write:
    | { readonly op: "create"; readonly after: JsonObject }
    | { readonly op: "update"; readonly before: JsonObject; readonly after: JsonObject; readonly asked: JsonObject }
    | { readonly op: "remove" | "destroy" }
    | null;
  /** The entry of the ledger afterwards; null takes it out. */
  readonly ledger: LedgerEntry | null;
};

/** Plan of one object: its changes, and what an apply does about them. */
export type ObjectPlan = {
  readonly changes: readonly PlanChange[];
  readonly drift: PlanDrift | null;
  readonly operation: Operation | null;
};

export const NOTHING_TO_DO: ObjectPlan = { changes: [], drift: null, operation: null };

export const NO_LEAVES: ReadonlyMap<string, Leaf> = new Map();

/** The three states as leaves. */
export function leavesOfStates({ kind, desired, last, live }: ObjectStates): Three<Leaves> {
  return {
    desired: desired === null ? NO_LEAVES : leavesOf(kind, desired.spec),
    last: last === null ? NO_LEAVES : leavesOf(kind, last.spec),
    live: live === null ? NO_LEAVES : leavesOf(kind, live),
  };
}

/** An update of nothing: what every change begins as. */
export function changeOf({ kind, name, desired, last, tombstone }: ObjectStates): PlanChange {
  return {
    address: addressOf(kind.name, name),
    kind: kind.name,
    name,
    action: "update",
    previousAddress: null,
    pack: (desired ?? last ?? tombstone)!.pack,
    source: desired?.source ?? (last === null ? tombstone!.source : { file: last.source, line: 1, column: 1 }),
    lines: [],
    impact: null,
    blocked: false,
    reason: null,
    hint: null,
    details: [],
  };
}

export function driftOf(states: ObjectStates): PlanDrift {
  const { address, kind, name, source } = changeOf(states);
  return { address, kind, name, source: source!, isGone: false, lines: [], changed: null };
}

/** Makes the entry of the ledger after `desired` was applied. */
export function entryOf(kind: Kind, { name, pack, source, spec }: DesiredObject): LedgerEntry {
  return { kind: kind.name, name, pack, source: source.file, spec: stateOf(kind, spec), owner: "pack" };
}

/** True for what packs declared once, and what the site has kept as its own since. */
export function isForgotten(entry: LedgerEntry | null): boolean {
  return entry?.owner === "forgotten";
}
