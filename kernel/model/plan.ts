import type { Source } from "../base/fault.ts";
import type { Json } from "../base/json.ts";
import type { KindName } from "./kind-types.ts";

/** Action on an object or a part of it. */
export type Action =
  | "create"
  | "update"
  | "rename"
  | "adopt"
  | "remove"
  | "forget"
  | "destroy"
  | "require"
  | "change-type";

/**
 * Change at one place of an object. `forget` and `adopt` change the ledger only; `index` is one that is built
 * afterwards.
 */
export type PlanLine = {
  /** `fields.field_rating.label`; a set is one place, whatever its members. */
  readonly path: string;
  readonly op: "add" | "change" | "remove" | "reorder" | "forget" | "adopt" | "index" | "ungranted";
  readonly before: Json | null;
  readonly after: Json | null;
  readonly source: Source | null;
  readonly impact: string | null;
};

/** Change of one object, or, where it is blocked, the reason why a part of it cannot be changed. */
export type PlanChange = {
  readonly address: string;
  readonly kind: KindName;
  readonly name: string;
  readonly action: Action;
  readonly previousAddress: string | null;
  /** The pack that asks for it or declared it; empty for what only the site has. */
  readonly pack: string;
  /** Where the packs declare it, or declared it; null for what only the site has. */
  readonly source: Source | null;
  readonly lines: readonly PlanLine[];
  readonly impact: string | null;
  readonly blocked: boolean;
  /** Why it is blocked. */
  readonly reason: string | null;
  readonly hint: string | null;
  /** Obstacles, one by one. */
  readonly details: readonly string[];
};

/** Reminder of something that no plan can change: a template that still names what is renamed. */
export type PlanWarning = { readonly address: string; readonly source: Source; readonly message: string };

/** Change that was made on the site and is kept. `isGone`: the whole object. */
export type PlanDrift = {
  readonly address: string;
  readonly kind: KindName;
  readonly name: string;
  readonly source: Source;
  readonly isGone: boolean;
  readonly lines: readonly PlanLine[];
  /** Who changed it last, and when, in milliseconds since 1970; null where no one is known. */
  readonly changed: { readonly by: string; readonly at: number } | null;
};

export type PlanSummary = {
  readonly add: number;
  readonly change: number;
  readonly rename: number;
  readonly adopt: number;
  readonly remove: number;
  readonly forget: number;
  readonly destroy: number;
  readonly blocked: number;
};

/** Plan of an apply: a frozen value that is plain JSON. */
export type Plan = {
  /** The generation that it starts from; 0 before the first apply. */
  readonly generation: number;
  /** The hash of what was live and last applied when it was made. */
  readonly stateHash: string;
  /** The hash of what the packs ask for. */
  readonly packsHash: string;
  readonly changes: readonly PlanChange[];
  readonly drift: readonly PlanDrift[];
  readonly warnings: readonly PlanWarning[];
  readonly summary: PlanSummary;
};

const COUNTED_AS: { readonly [action in Action]: Exclude<keyof PlanSummary, "blocked"> } = {
  create: "add",
  update: "change",
  require: "change",
  "change-type": "change",
  rename: "rename",
  adopt: "adopt",
  remove: "remove",
  forget: "forget",
  destroy: "destroy",
};

export function summaryOf(changes: readonly PlanChange[]): PlanSummary {
  const summary = { add: 0, change: 0, rename: 0, adopt: 0, remove: 0, forget: 0, destroy: 0, blocked: 0 };
  for (const change of changes) summary[change.blocked ? "blocked" : COUNTED_AS[change.action]] += 1;
  return summary;
}

/** A plan of `changes` alone, from what was live before. */
export function planOf(
  before: Pick<Plan, "generation" | "stateHash" | "packsHash">,
  changes: readonly PlanChange[],
): Plan {
  const { generation, stateHash, packsHash } = before;
  return { generation, stateHash, packsHash, changes, drift: [], warnings: [], summary: summaryOf(changes) };
}

/** The exit code of a plan: 0 nothing to do (drift alone is nothing), 2 changes, 3 blocked. */
export function exitCodeOf(plan: Plan): 0 | 2 | 3 {
  if (plan.summary.blocked > 0) return 3;
  return plan.changes.length === 0 ? 0 : 2;
}
