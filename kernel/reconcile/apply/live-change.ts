import type { JsonObject } from "../../base/json.ts";
import type { Shape } from "../../kinds/kind.ts";
import { kindOf } from "../../kinds/kinds.ts";
import { addressOf } from "../../model/desired.ts";
import type { KindName } from "../../model/kind-types.ts";
import type { PlanChange } from "../../model/plan.ts";
import { compare } from "../compare/compare.ts";
import { leavesOf } from "../compare/leaves.ts";
import type { State } from "../history/state.ts";
import { linesOf } from "../plan/lines.ts";
import { NO_LEAVES } from "../plan/object-states.ts";

/** Describes, in the form of a plan, the change of a live object to `next`; null when it is like that already. */
export function changeOfLive(
  state: State,
  { kind: kindName, name }: { readonly kind: KindName; readonly name: string },
  next: JsonObject | null,
): PlanChange | null {
  const kind = kindOf(kindName);
  const live = state.live.get(kindName)!.get(name) ?? null;
  if (live === null && next === null) return null;
  const before = live === null ? NO_LEAVES : leavesOf(kind, live);
  const after = next === null ? NO_LEAVES : leavesOf(kind, next);
  // Here every difference is one, whoever owns it.
  const shape: Shape = { ...kind, siteOwned: [], open: [], kept: [] };
  const { verdicts } = compare(shape, { desired: after, last: before, live: before });
  if (live !== null && next !== null && verdicts.length === 0) return null;
  const entry = state.ledger.get(addressOf(kindName, name));
  return {
    address: addressOf(kindName, name),
    kind: kindName,
    name,
    action: live === null ? "create" : next === null ? "remove" : "update",
    previousAddress: null,
    pack: entry?.pack ?? "",
    source: entry === undefined ? null : { file: entry.source, line: 1, column: 1 },
    lines: next === null ? [] : linesOf({ shape, before, after, object: null }, verdicts),
    impact: null,
    blocked: false,
    reason: null,
    hint: null,
    details: [],
  };
}
