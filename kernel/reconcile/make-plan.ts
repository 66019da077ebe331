import { sql } from "slonik";
import type { JsonObject } from "../base/json.ts";
import { deepFreeze } from "../base/json.ts";
import { KINDS } from "../kinds/kinds.ts";
import type { Db } from "../model/db.ts";
import type { Desired, DesiredObject, KindName } from "../model/desired.ts";
import { addressOf } from "../model/desired.ts";
import { listingsOf, withIndexLines } from "./listings.ts";
import type { ObjectPlan, ObjectStates, Operation } from "./object-states.ts";
import type { Plan } from "./plan.ts";
import { summaryOf } from "./plan.ts";
import { planObject } from "./plan-object.ts";
import type { State } from "./state.ts";
import { hashOfDesired, readState } from "./state.ts";
import type { LedgerEntry } from "./store.ts";
import type { TextOf } from "./text-of.ts";
import { createTextOf } from "./text-of.ts";

export type PlanOptions = {
  /** Puts back what was changed on the site. Default: such changes are kept and shown. */
  readonly revertDrift?: boolean | undefined;
};

/** A plan and what it takes to carry it out. */
export type Prepared = { readonly plan: Plan; readonly operations: readonly Operation[] };

/** What applying `desired` to this database would do. Reads it at one instant, writes nothing and holds no lock. */
export async function makePlan(db: Db, desired: Desired, options: PlanOptions = {}): Promise<Plan> {
  return db.transaction(async (transaction) => {
    await transaction.run(sql.unsafe`set transaction isolation level repeatable read read only`);
    return (await prepare(transaction, desired, options)).plan;
  });
}

/** Compares all three states. Changes come in the order in which an apply writes them; what goes comes last, in the opposite order. */
export async function prepare(db: Db, desired: Desired, options: PlanOptions = {}): Promise<Prepared> {
  const textOf = createTextOf();
  const state = await readState(db, textOf);
  const plans = await planAll(db, statesOf(desired, state, textOf), options.revertDrift ?? false);
  const operations = plans.flatMap((plan) => plan.operation ?? []);
  const changes = await withIndexLines(
    db,
    plans.flatMap((plan) => plan.changes),
    () => listingsOf(specsAfter(state, operations, "type"), specsAfter(state, operations, "gather")),
  );
  const plan: Plan = {
    generation: state.generation,
    stateHash: state.hash,
    packsHash: hashOfDesired(desired, textOf),
    changes,
    drift: plans.flatMap((plan) => plan.drift ?? []),
    summary: summaryOf(changes),
  };
  return { plan: deepFreeze(plan), operations };
}

/** Everything that is declared or was applied, in order of kind and name. */
function statesOf(desired: Desired, { ledger, live }: State, textOf: TextOf): readonly ObjectStates[] {
  const wanted = new Map(desired.objects.map((object) => [addressOf(object.kind, object.name), object]));
  const byAddress = new Map<string, DesiredObject | LedgerEntry>([...ledger, ...wanted]);
  const byKind = Map.groupBy(byAddress, ([, object]) => object.kind);
  return KINDS.flatMap((kind) => {
    const objects = (byKind.get(kind.name) ?? []).toSorted(([one], [other]) => (one < other ? -1 : 1));
    return objects.map(([address, { name }]): ObjectStates => {
      return {
        kind,
        name,
        desired: wanted.get(address) ?? null,
        last: ledger.get(address) ?? null,
        live: live.get(kind.name)!.get(name) ?? null,
        textOf,
        exists: (other) => live.get(kind.name)!.has(other) || ledger.has(addressOf(kind.name, other)),
      };
    });
  });
}

async function planAll(db: Db, objects: readonly ObjectStates[], revertDrift: boolean): Promise<readonly ObjectPlan[]> {
  const present: ObjectPlan[] = [];
  for (const states of objects.filter(({ desired }) => desired !== null)) {
    present.push(await planObject(db, states, revertDrift));
  }
  const absent: ObjectPlan[] = [];
  for (const states of objects.filter(({ desired }) => desired === null).toReversed()) {
    const address = addressOf(states.kind.name, states.name);
    if (!isRenamed(present, address)) absent.push(await planObject(db, states, revertDrift));
  }
  return [...present, ...absent];
}

/** What goes on under another name is not given up. */
function isRenamed(plans: readonly ObjectPlan[], address: string): boolean {
  return plans.some((plan) => plan.changes.some(({ previousAddress }) => previousAddress === address));
}

/** The live specs of a kind as they are once `operations` are done. */
function specsAfter(state: State, operations: readonly Operation[], kind: KindName): ReadonlyMap<string, JsonObject> {
  const specs = new Map(state.live.get(kind));
  for (const { name, write } of operations.filter((operation) => operation.kind.name === kind)) {
    if (write?.op === "remove") specs.delete(name);
    else if (write !== null) specs.set(name, write.after);
  }
  return specs;
}
