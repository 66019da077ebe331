import { kindOf } from "../kinds/kinds.ts";
import { isObjectRename, previousName } from "../kinds/renamed.ts";
import type { Db } from "../model/db.ts";
import type { Desired } from "../model/desired.ts";
import { addressOf } from "../model/desired.ts";
import { pathText } from "./leaves.ts";
import type { Move } from "./moved-state.ts";
import { asLiveNow } from "./moved-state.ts";
import type { PlanChange } from "./plan.ts";

/** One change for each rename, with what moves along and what follows. */
export async function planRenames(db: Db, desired: Desired, moves: readonly Move[]): Promise<readonly PlanChange[]> {
  const changes: PlanChange[] = [];
  for (const move of moves) changes.push(await planRename(db, desired, moves, move));
  return changes;
}

async function planRename(db: Db, desired: Desired, moves: readonly Move[], move: Move): Promise<PlanChange> {
  const { renamed, followers } = move;
  const kind = kindOf(renamed.kind);
  const isObject = isObjectRename(renamed);
  const name = isObject ? renamed.next : renamed.name;
  const path = isObject ? [] : [...renamed.path.slice(0, -1), renamed.next];
  const object = desired.objects.find((each) => each.kind === kind.name && each.name === name)!;
  const stored = (await kind.countRenamed?.(db, asLiveNow(moves, move))) ?? null;
  const follow =
    followers.length === 0 ? null : `${followers.join(", ")} ${followers.length === 1 ? "follows" : "follow"}`;
  const impact = [stored, follow].filter((part) => part !== null).join("; ");
  const at = (names: readonly string[]) =>
    [addressOf(kind.name, name), ...(names.length > 0 ? [pathText(names)] : [])].join(".");
  return {
    address: at(path),
    kind: kind.name,
    name,
    action: "rename",
    previousAddress: isObject ? addressOf(kind.name, previousName(renamed)) : at(renamed.path),
    pack: object.pack,
    source: object.sourceOf([...path, "renamed_from"]),
    lines: [],
    impact: impact === "" ? null : impact,
    blocked: false,
    reason: null,
    hint: null,
    details: [],
  };
}
