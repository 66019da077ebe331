import type { JsonObject } from "../../base/json.ts";
import { countText } from "../../kinds/count-text.ts";
import type { Stored } from "../../kinds/kind.ts";
import { kindOf } from "../../kinds/kinds.ts";
import type { Db } from "../../model/db.ts";
import type { Tombstone } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { KindName } from "../../model/kind-types.ts";
import type { PlanChange } from "../../model/plan.ts";
import { pathText } from "../compare/leaves.ts";
import type { State } from "../history/state.ts";
import type { ObjectPlan, ObjectStates } from "./object-states.ts";
import { changeOf, NOTHING_TO_DO } from "./object-states.ts";

/**
 * A pack says that it is to be destroyed. That takes three: the tombstone with the right number, a database in which it
 * is not protected, and the word of whoever applies, who names the address.
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
  const goes = { items, what, besides, where: kind.name === "vocabulary" ? "filed under its tags" : "there" };
  const stop = stopOf(change.address, goes, { ...tombstone, isProtected: live["protected"] === true }, agreed);
  return {
    changes: [stop === null ? change : { ...change, blocked: true, ...stop }],
    drift: null,
    operation: { ...operation, write: { op: "destroy" } },
  };
}

function gone(states: ObjectStates): PlanChange {
  return { ...changeOf(states), action: "forget", impact: "already gone from the site" };
}

/** A part that goes for good, and its change in the plan. */
export type DestroyedPart = {
  readonly kind: KindName;
  readonly name: string;
  readonly part: string;
  readonly change: PlanChange;
};

/** Parts of objects that stay: they go with what items hold in them where a pack says so, with the same three words. */
export async function planDestroyedParts(
  db: Db,
  tombstones: readonly Tombstone[],
  { live, stored }: { readonly live: State["live"]; readonly stored: Stored },
  agreed: readonly string[],
): Promise<readonly DestroyedPart[]> {
  const planned: DestroyedPart[] = [];
  for (const tombstone of tombstones) {
    const { kind, name, path } = tombstone;
    const [under, part] = path;
    const spec = live.get(kind)!.get(name);
    const parts = kindOf(kind).content?.parts;
    if (under === undefined || part === undefined || parts == null) continue;
    if ((spec?.[under] as JsonObject | undefined)?.[part] === undefined) continue;
    const items = await parts.count(db, stored.nameOf(kind, name), stored.pathOf(kind, name, path).at(-1)!);
    const isProtected = spec!["protected"] === true;
    planned.push({ kind, name, part, change: changeOfPart({ ...tombstone, isProtected }, items, agreed) });
  }
  return planned;
}

function changeOfPart(
  tombstone: Tombstone & { readonly isProtected: boolean },
  items: number,
  agreed: readonly string[],
): PlanChange {
  const { kind, name, path, pack, source } = tombstone;
  const address = `${addressOf(kind, name)}.${pathText(path)}`;
  const what = `the values of ${countText(items, "item")}`;
  const stop = stopOf(address, { items, what, besides: "", where: "there with a value in it" }, tombstone, agreed);
  return {
    ...{ address, kind, name, action: "destroy", previousAddress: null, pack, source, lines: [], impact: what },
    ...{ blocked: stop !== null, reason: null, hint: null, details: [] },
    ...stop,
  };
}

type Goes = { readonly items: number; readonly what: string; readonly besides: string; readonly where: string };

function stopOf(
  address: string,
  { items, what, besides, where }: Goes,
  { expectItems, isProtected }: { readonly expectItems: number; readonly isProtected: boolean },
  agreed: readonly string[],
): Pick<PlanChange, "reason" | "hint"> | null {
  if (isProtected) {
    return {
      reason: "the database has it as protected",
      hint: "Declare it once more with `protected: false`, and apply that first.",
    };
  }
  if (expectItems !== items) {
    const are = items === 1 ? "is" : "are";
    return {
      reason: `the file expects ${countText(expectItems, "item")}, and ${items.toLocaleString("en-US")} ${are} ${where}`,
      hint: "Look at what is there; write its number into the file when all of it may go.",
    };
  }
  if (agreed.includes(address)) return null;
  return {
    reason: `${what} would be destroyed for ever${besides}`,
    hint: `Apply with \`--destroy ${address}\` if that is meant; \`--yes\` does not reach it.`,
  };
}
