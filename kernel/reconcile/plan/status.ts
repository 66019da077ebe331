import { sql } from "slonik";
import type { Source } from "../../base/fault.ts";
import type { JsonObject } from "../../base/json.ts";
import { KINDS_IN_ORDER, kindOf } from "../../kinds/kinds.ts";
import { kindFor } from "../../kinds/shape.ts";
import type { FieldRewrite } from "../../kinds/type/field-rewrites.ts";
import { readFieldRewrites } from "../../kinds/type/field-rewrites.ts";
import type { Db } from "../../model/db.ts";
import type { Desired, DesiredObject } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { KindName } from "../../model/kind-types.ts";
import type { PlanChange } from "../../model/plan.ts";
import { compare } from "../compare/compare.ts";
import { leavesOf, pathText } from "../compare/leaves.ts";
import type { State } from "../history/state.ts";
import { readUnknown } from "../history/store.ts";
import { readFieldsEver, readForgotten } from "../history/versions.ts";
import type { Prepared } from "./make-plan.ts";
import { prepare } from "./make-plan.ts";
import { NO_LEAVES } from "./object-states.ts";

/**
 * State of an object for the packs. `forgotten`: they gave it up, and it stayed. `unmanaged`: no pack ever declared it.
 */
export const OBJECT_STATES = ["in sync", "pending", "drifted", "conflict", "unmanaged", "forgotten"] as const;
export type ObjectState = (typeof OBJECT_STATES)[number];

export type ObjectStatus = {
  readonly address: string;
  readonly kind: KindName;
  readonly name: string;
  /** Null where no pack manages it. */
  readonly pack: string | null;
  readonly state: ObjectState;
  /** True when something keeps what is pending from being applied. */
  readonly isBlocked: boolean;
  /** True when it was changed on the site, whatever else is to be said of it. */
  readonly isDrifted: boolean;
  readonly source: Source | null;
};

export type IndexStatus = {
  readonly name: string;
  readonly state: "wanted" | "building" | "built" | "failed";
  readonly detail: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
};

export type Status = {
  readonly generation: number;
  readonly objects: readonly ObjectStatus[];
  readonly indexes: readonly IndexStatus[];
  /** Renamed fields whose values are on their way to their new name. */
  readonly rewrites: readonly FieldRewrite[];
  /** The addresses of what a later release has applied, of kinds that this one does not know. */
  readonly unknown: readonly string[];
};

type Known = {
  /** The changes of each object and its parts, and which objects drifted; by the address of the object. */
  readonly changes: ReadonlyMap<string, readonly PlanChange[]>;
  readonly drifted: ReadonlySet<string>;
  readonly state: State;
  readonly declared: ReadonlyMap<string, DesiredObject>;
  readonly forgotten: ReadonlySet<string>;
  /** The names of fields that packs have declared at some time. */
  readonly partsEver: ReadonlySet<string>;
};

/**
 * Every object that packs declare, that was applied, or that is live, and what each is. Reads the database at one
 * instant.
 */
export async function readStatus(db: Db, desired: Desired): Promise<Status> {
  return db.transaction(async (transaction) => {
    await transaction.run(sql.unsafe`set transaction isolation level repeatable read read only`);
    return statusOf(transaction, desired, await prepare(transaction, desired));
  });
}

/** The status that goes with a plan of the same transaction, which has read all but what was forgotten. */
export async function statusOf(
  transaction: Db,
  desired: Desired,
  { plan, state }: Pick<Prepared, "plan" | "state">,
): Promise<Status> {
  const declared = new Map(desired.objects.map((object) => [addressOf(object.kind, object.name), object]));
  const ofObject = ({ kind, name }: { readonly kind: KindName; readonly name: string }) => addressOf(kind, name);
  const known: Known = {
    changes: Map.groupBy(plan.changes, ofObject),
    drifted: new Set(plan.drift.map(ofObject)),
    state,
    declared,
    forgotten: await readForgotten(transaction),
    partsEver: await readFieldsEver(transaction),
  };
  const indexes = await transaction.many<IndexStatus>(
    sql.unsafe`select name, state, detail, changed_at as "changedAt" from index_build order by name`,
  );
  return {
    generation: state.generation,
    objects: objectsIn(known),
    indexes,
    rewrites: await readFieldRewrites(transaction),
    unknown: [...(await readUnknown(transaction)).keys()],
  };
}

function objectsIn(known: Known): readonly ObjectStatus[] {
  const { declared, state } = known;
  return KINDS_IN_ORDER.flatMap(({ name: kind }) => {
    const names = new Set(state.live.get(kind)!.keys());
    for (const object of [...declared.values(), ...state.ledger.values()]) {
      if (object.kind === kind) names.add(object.name);
    }
    return [...names]
      .sort()
      .flatMap((name) => [statusOfObject(known, kind, name), ...statusOfParts(known, kind, name)]);
  });
}

/**
 * Parts that hold content and that no pack declares: those that packs gave up, and those that only the site ever had.
 */
function statusOfParts({ declared, state, partsEver }: Known, kind: KindName, name: string): readonly ObjectStatus[] {
  const under = kindOf(kind).content?.parts?.under;
  const address = addressOf(kind, name);
  const spec = (declared.get(address) ?? state.ledger.get(address))?.spec;
  if (under === undefined || spec === undefined) return [];
  const namesIn = (of: JsonObject | undefined) => Object.keys((of?.[under] ?? {}) as JsonObject);
  const managed = new Set([...namesIn(spec), ...namesIn(state.ledger.get(address)?.spec)]);
  const left = namesIn(state.live.get(kind)!.get(name)).filter((part) => !managed.has(part));
  return left.map((part) => ({
    ...{ address: `${address}.${pathText([under, part])}`, kind, name, pack: null, source: null },
    state: partsEver.has(part) ? "forgotten" : "unmanaged",
    ...{ isBlocked: false, isDrifted: false },
  }));
}

function statusOfObject(known: Known, kind: KindName, name: string): ObjectStatus {
  const { state, declared } = known;
  const address = addressOf(kind, name);
  const entry = state.ledger.get(address);
  const object = declared.get(address);
  const changes = known.changes.get(address) ?? [];
  const isBlocked = changes.some((change) => change.blocked);
  const isDrifted = known.drifted.has(address);
  const source = object?.source ?? (entry === undefined ? null : { file: entry.source, line: 1, column: 1 });
  const pack = object?.pack ?? entry?.pack ?? null;
  const objectState = (): ObjectState => {
    if (isBlocked && isConflict(known, kind, name)) return "conflict";
    // What was applied and is declared no longer is about to go, under its own name or for another one.
    if (changes.length > 0 || (object === undefined && entry !== undefined)) return "pending";
    if (isDrifted) return "drifted";
    if (object !== undefined) return "in sync";
    return known.forgotten.has(address) ? "forgotten" : "unmanaged";
  };
  return { address, kind, name, pack, state: objectState(), isBlocked, isDrifted, source };
}

/**
 * True when the packs and the site changed the same place apart from each other; an object that went on one side is one
 * place.
 */
function isConflict({ declared, state }: Known, kindName: KindName, name: string): boolean {
  const address = addressOf(kindName, name);
  const kind = kindFor(kindOf(kindName), declared.get(address)?.spec ?? {});
  const leavesIn = (spec: JsonObject | undefined) => (spec === undefined ? NO_LEAVES : leavesOf(kind, spec));
  const desired = leavesIn(declared.get(address)?.spec);
  const last = leavesIn(state.ledger.get(address)?.spec);
  const live = leavesIn(state.live.get(kindName)!.get(name));
  if (desired.size > 0 && live.size > 0) {
    return compare(kind, { desired, last, live }).verdicts.some(({ verdict }) => verdict === "conflict");
  }
  return compare(kind, { desired: last, last, live }).verdicts.length > 0;
}
