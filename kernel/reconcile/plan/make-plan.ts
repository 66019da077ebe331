import { sql } from "slonik";
import type { JsonObject } from "../../base/json.ts";
import { deepFreeze } from "../../base/json.ts";
import type { Stored } from "../../kinds/kind.ts";
import { KINDS_IN_ORDER } from "../../kinds/kinds.ts";
import { kindFor } from "../../kinds/shape.ts";
import type { Db } from "../../model/db.ts";
import type { Desired, DesiredObject, SiteFiles, Tombstone } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { KindName } from "../../model/kind-types.ts";
import type { Plan } from "../../model/plan.ts";
import { summaryOf } from "../../model/plan.ts";
import type { CanonicalText } from "../compare/canonical-text.ts";
import { createCanonicalText } from "../compare/canonical-text.ts";
import type { SettleOptions } from "../compare/settle.ts";
import type { State } from "../history/state.ts";
import { hashOfDesired, readState } from "../history/state.ts";
import type { LedgerEntry } from "../history/store.ts";
import { readUnknown } from "../history/store.ts";
import type { Moved } from "../renames/moved-state.ts";
import { moveState } from "../renames/moved-state.ts";
import type { PlannedRename, RenameOptions } from "../renames/plan-renames.ts";
import { planIdle, planRenames } from "../renames/plan-renames.ts";
import { storedBefore } from "../renames/stored.ts";
import { withGrantLines } from "./grant-lines.ts";
import { withEditors } from "./last-edits.ts";
import { listingsOf, withIndexLines } from "./listings.ts";
import type { ObjectPlan, ObjectStates, Operation } from "./object-states.ts";
import type { DestroyedPart } from "./plan-destroyed.ts";
import { planDestroyedParts } from "./plan-destroyed.ts";
import { planObject } from "./plan-object.ts";
import { unknownWarnings, warningsOf } from "./warnings.ts";

export type PlanOptions = SettleOptions &
  RenameOptions & {
    /** Addresses that whoever applies lets be destroyed, each of which needs a tombstone too. */
    readonly destroy?: readonly string[] | undefined;
    /** The generation whose state this brings back. */
    readonly rollbackTo?: number | undefined;
    /** The files of the site: old names are looked for in them, and an apply stores them. */
    readonly files?: SiteFiles | undefined;
  };

/** A plan and what it takes to carry it out. */
export type Prepared = {
  readonly plan: Plan;
  /** State of the database. */
  readonly state: State;
  readonly moved: Moved;
  readonly renames: readonly PlannedRename[];
  readonly operations: readonly Operation[];
  /** Parts of objects that go with what items hold in them. */
  readonly parts: readonly DestroyedPart[];
};

/**
 * Plans what applying `desired` to this database would do. Reads it at one instant, writes nothing and holds no lock.
 */
export async function makePlan(db: Db, desired: Desired, options: PlanOptions = {}): Promise<Plan> {
  return db.transaction(async (transaction) => {
    await transaction.run(sql.unsafe`set transaction isolation level repeatable read read only`);
    return (await prepare(transaction, desired, options)).plan;
  });
}

/**
 * Moves what is renamed, in memory, then compares all three states. Changes come in the order in which an apply writes
 * them; what goes comes last, in the opposite order.
 */
export async function prepare(db: Db, desired: Desired, options: PlanOptions = {}): Promise<Prepared> {
  const textOf = createCanonicalText();
  const state = await readState(db, textOf);
  const moved = moveState(state, desired, options.rollbackTo !== undefined);
  const renames = await planRenames(db, desired, moved, options);
  const stored = storedBefore(
    moved.moves.map(({ renamed }) => renamed),
    moved.state.live,
    desired,
  );
  const plans = await planAll(db, statesOf(desired, moved, stored, textOf), options);
  const operations = plans.flatMap((plan) => plan.operation ?? []);
  const tombstones = desired.tombstones ?? [];
  const parts = await planDestroyedParts(db, tombstones, { live: moved.state.live, stored }, options.destroy ?? []);
  const changes = await withIndexLines(
    db,
    withGrantLines(
      [
        ...renames.map(({ change }) => change),
        ...planIdle(moved.idle),
        ...plans.flatMap((plan) => plan.changes),
        ...parts.map(({ change }) => change),
      ],
      desired,
    ),
    {
      before: () => listingsOf(state.live.get("type")!, state.live.get("gather")!),
      after: () =>
        listingsOf(specsAfter(moved.state, operations, "type"), specsAfter(moved.state, operations, "gather")),
    },
  );
  const plan: Plan = {
    generation: state.generation,
    stateHash: state.hash,
    packsHash: hashOfDesired(desired, textOf),
    changes,
    drift: await withEditors(
      db,
      plans.flatMap((plan) => plan.drift ?? []),
    ),
    warnings: [
      ...unknownWarnings(await readUnknown(db)),
      ...(options.files === undefined ? [] : warningsOf(renames, options.files)),
    ],
    summary: summaryOf(changes),
  };
  return { plan: deepFreeze(plan), state, moved, renames, operations, parts };
}

/** Everything that is declared, was applied or is to be destroyed, in order of kind and name. */
function statesOf(desired: Desired, { state }: Moved, stored: Stored, textOf: CanonicalText): readonly ObjectStates[] {
  const { ledger, forgotten, live } = state;
  const wanted = new Map(desired.objects.map((object) => [addressOf(object.kind, object.name), object]));
  const whole = (desired.tombstones ?? []).filter(({ path }) => path.length === 0);
  const tombstones = new Map(whole.map((each) => [addressOf(each.kind, each.name), each]));
  const named = new Map<string, DesiredObject | LedgerEntry | Tombstone>([...tombstones, ...ledger, ...wanted]);
  const byKind = Map.groupBy(named, ([, object]) => object.kind);
  return KINDS_IN_ORDER.flatMap((kind) => {
    const objects = (byKind.get(kind.name) ?? []).toSorted(([one], [other]) => (one < other ? -1 : 1));
    return objects.map(([address, { name }]): ObjectStates => {
      const object = wanted.get(address) ?? null;
      return {
        kind: object === null ? kind : kindFor(kind, object.spec),
        name,
        desired: object,
        last: ledger.get(address) ?? forgotten.get(address) ?? null,
        live: live.get(kind.name)!.get(name) ?? null,
        tombstone: tombstones.get(address) ?? null,
        textOf,
        stored,
      };
    });
  });
}

async function planAll(db: Db, objects: readonly ObjectStates[], options: PlanOptions): Promise<readonly ObjectPlan[]> {
  const absent = objects.filter(({ desired }) => desired === null).toReversed();
  const plans: ObjectPlan[] = [];
  for (const states of objects) if (states.desired !== null) plans.push(await planObject(db, states, options));
  for (const states of absent) plans.push(await planObject(db, states, options));
  return plans;
}

/** The live specs of a kind as they are once `operations` are done. */
function specsAfter(state: State, operations: readonly Operation[], kind: KindName): ReadonlyMap<string, JsonObject> {
  const specs = new Map(state.live.get(kind));
  for (const { name, write } of operations.filter((operation) => operation.kind.name === kind)) {
    if (write === null) continue;
    if ("after" in write) specs.set(name, write.after);
    else specs.delete(name);
  }
  return specs;
}
