import { counted } from "../../kinds/counted.ts";
import type { Db } from "../../model/db.ts";
import type { Tombstone } from "../../model/desired.ts";
import type { PlanChange } from "../../model/plan.ts";
import type { ObjectPlan, ObjectStates } from "./object-states.ts";
import { changeOf, NOTHING_TO_DO } from "./object-states.ts";

/**
 * A pack says that it is to be destroyed. That takes three: the tombstone with the right number, a database in which it is not
 * protected, and the word of whoever applies, who names the address.
 */
export async function planDestroyed(
  db: Db,
  states: ObjectStates,
  tombstone: Tombstone,
  agreed: readonly string[],
): Promise<ObjectPlan> {
  const { kind, name, live, last } = states;
  const operation = { kind, name, write: null, ledger: null };
  if (live === null) return last === null ? NOTHING_TO_DO : { changes: [gone(states)], drift: null, operation };
  const items = await kind.content!.count(db, name);
  const { what, besides } = await kind.content!.goes(db, name);
  const change: PlanChange = {
    ...changeOf(states),
    action: "destroy",
    pack: tombstone.pack,
    source: tombstone.source,
    impact: `${what}${besides}`,
  };
  const stop = stopOf(change, { items, what, besides }, tombstone, live["protected"] === true, agreed);
  return {
    changes: [stop === null ? change : { ...change, blocked: true, ...stop }],
    drift: null,
    operation: { ...operation, write: { op: "destroy" } },
  };
}

function gone(states: ObjectStates): PlanChange {
  return { ...changeOf(states), action: "forget", impact: "already gone from the site" };
}

function stopOf(
  { address, kind }: PlanChange,
  { items, what, besides }: { readonly items: number; readonly what: string; readonly besides: string },
  { expectItems }: Tombstone,
  isProtected: boolean,
  agreed: readonly string[],
): Pick<PlanChange, "reason" | "hint"> | null {
  if (isProtected) {
    return {
      reason: "the database has it as protected",
      hint: "Declare it once more with `protected: false`, and apply that first.",
    };
  }
  if (expectItems !== items) {
    const noun = kind === "vocabulary" ? "filed under its tags" : "there";
    return {
      reason: `the file expects ${counted(expectItems, "item")}, and ${items.toLocaleString("en-US")} ${items === 1 ? "is" : "are"} ${noun}`,
      hint: "Look at what is there; write its number into the file when all of it may go.",
    };
  }
  if (agreed.includes(address)) return null;
  return {
    reason: `${what} would be destroyed for ever${besides}`,
    hint: `Apply with \`--destroy ${address}\` if that is meant; \`--yes\` does not reach it.`,
  };
}
