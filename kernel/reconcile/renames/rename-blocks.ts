import type { Renamed } from "../../kinds/kind.ts";
import { isObjectRename, previousName } from "../../kinds/renamed.ts";
import type { FieldRewrite } from "../../kinds/type/field-rewrites.ts";
import { HINT_TO_WAIT, progressOf } from "../../kinds/type/field-rewrites.ts";
import type { Move } from "./moved-state.ts";

/** Why a rename is not done, and what to do instead. */
export type RenameBlock = { readonly reason: string; readonly hint: string };

/**
 * Returns the reason why a rename has to wait while values of the type are on their way from an earlier one; null when
 * there is none.
 */
export function whyToWait(rewrites: readonly FieldRewrite[], now: Renamed): RenameBlock | null {
  if (now.kind !== "type") return null;
  const names = [previousName(now), now.next];
  const running = rewrites.find(
    ({ type, field, previous }) =>
      type === now.name && (isObjectRename(now) || names.includes(field) || names.includes(previous)),
  );
  return running === undefined ? null : { reason: progressOf(running), hint: HINT_TO_WAIT };
}

/**
 * Why what is stored cannot move in batches; null where it can. While they run each value is known by its two names, so
 * that neither of them may be the name of another field that moves.
 */
export function whyNotInBatches(moves: readonly Move[], { asked }: Move, most: number): RenameBlock | null {
  const [from, to] = [previousName(asked!), asked!.next];
  const names = moves
    .flatMap((move) => (move.asked === null || move.asked === asked ? [] : [move.asked]))
    .filter((other) => other.kind === asked!.kind && other.name === asked!.name && !isObjectRename(other));
  const other = names.find((each) => each.next === from || previousName(each) === to);
  if (other === undefined) return null;
  return {
    reason: `${from} → ${to} moves more than ${most.toLocaleString("en-US")} rows, which goes in batches, and ${previousName(other)} → ${other.next} needs one of the two names meanwhile`,
    hint: "Give one of them a third name, apply, and rename it again when its values have moved: `npx trovato status` says how far they are.",
  };
}
