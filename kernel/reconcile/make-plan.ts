import type { JsonObject } from "../base/json.ts";
import { deepFreeze } from "../base/json.ts";
import { KINDS } from "../kinds/kinds.ts";
import type { Db } from "../model/db.ts";
import type { Desired, DesiredObject, KindName } from "../model/desired.ts";
import { addressOf } from "../model/desired.ts";
import { listingsOf, withIndexLines } from "./listings.ts";
import type { ObjectPlan, Operation } from "./object-states.ts";
import type { Plan } from "./plan.ts";
import { summaryOf } from "./plan.ts";
import { planObject } from "./plan-object.ts";
import type { State } from "./state.ts";
import { hashOfDesired, readState } from "./state.ts";

export type PlanOptions = {
  /** Puts back what was changed on the site. Default: such changes are kept and shown. */
  readonly revertDrift?: boolean;
};

/** A plan and what it takes to carry it out. */
export type Prepared = { readonly plan: Plan; readonly operations: readonly Operation[] };

/** What applying `desired` to this database would do. Writes nothing and holds no lock. */
export async function makePlan(db: Db, desired: Desired, options: PlanOptions = {}): Promise<Plan> {
  return (await prepare(db, desired, options)).plan;
}

/** Compares all three states. Changes come in the order in which an apply writes them; what goes comes last, in the opposite order. */
export async function prepare(db: Db, desired: Desired, options: PlanOptions = {}): Promise<Prepared> {
  const state = await readState(db);
  const plans = await planAll(db, desired, state, options.revertDrift ?? false);
  const operations = plans.flatMap((plan) => plan.operation ?? []);
  const changes = await withIndexLines(
    db,
    plans.flatMap((plan) => plan.changes),
    () => listingsOf(specsAfter(state, operations, "type"), specsAfter(state, operations, "gather")),
  );
  const plan: Plan = {
    generation: state.generation,
    stateHash: state.hash,
    packsHash: hashOfDesired(desired),
    changes,
    drift: plans.flatMap((plan) => plan.drift ?? []),
    summary: summaryOf(changes),
  };
  return { plan: deepFreeze(plan), operations };
}

async function planAll(db: Db, desired: Desired, state: State, revertDrift: boolean): Promise<readonly ObjectPlan[]> {
  const wanted = new Map(desired.objects.map((object) => [addressOf(object.kind, object.name), object]));
  const present: ObjectPlan[] = [];
  const absent: ObjectPlan[] = [];
  for (const kind of KINDS) {
    const live = state.live.get(kind.name)!;
    const plan = (name: string, object: DesiredObject | null) => {
      const last = state.ledger.get(addressOf(kind.name, name)) ?? null;
      const states = { kind, name, desired: object, last, live: live.get(name) ?? null };
      return planObject(
        db,
        { ...states, exists: (other) => live.has(other) || state.ledger.has(addressOf(kind.name, other)) },
        revertDrift,
      );
    };
    for (const name of namesOf(desired.objects, kind.name)) {
      present.push(await plan(name, wanted.get(addressOf(kind.name, name))!));
    }
    for (const name of namesOf([...state.ledger.values()], kind.name)) {
      const address = addressOf(kind.name, name);
      if (!wanted.has(address) && !isRenamed(present, address)) absent.push(await plan(name, null));
    }
  }
  return [...present, ...absent.reverse()];
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

function namesOf(
  objects: readonly { readonly kind: string; readonly name: string }[],
  kind: string,
): readonly string[] {
  return objects
    .filter((object) => object.kind === kind)
    .map((object) => object.name)
    .sort();
}
