import type { ObjectChange, Stored, Touch } from "../kind.ts";
import { boundingSetting, convertingSetting, fieldChanges } from "./field-change.ts";
import type { FieldRewrite } from "./field-rewrites.ts";
import { HINT_TO_WAIT, progressOf } from "./field-rewrites.ts";
import type { TypeSpec } from "./type-spec.ts";

/**
 * Finds the changes that have to wait while values of a field are on their way from its previous key: whatever would
 * look at them, or rewrite them, and a field that would have that key for its own.
 */
export function waitingTouches(
  change: ObjectChange,
  rewrites: readonly FieldRewrite[],
  stored: Stored,
): readonly Touch[] {
  const before = (change.live as TypeSpec).fields;
  const after = (change.next as TypeSpec).fields;
  return rewrites
    .filter(({ type }) => type === stored.nameOf("type", change.name))
    .flatMap((rewrite) => {
      const { field, previous } = rewrite;
      const blocked = { action: "update", reason: progressOf(rewrite), hint: HINT_TO_WAIT } as const;
      const isTouched = after[field] === undefined || isLookedAt(change, field);
      return [
        ...(isTouched ? [{ path: ["fields", field], blocked }] : []),
        ...(before[previous] === undefined && after[previous] !== undefined
          ? [{ path: ["fields", previous], blocked }]
          : []),
      ];
    });
}

function isLookedAt(change: ObjectChange, name: string): boolean {
  return fieldChanges(change).some(
    (field) =>
      field.name === name &&
      (convertingSetting(field) !== null ||
        boundingSetting(field) !== null ||
        (field.after.required === true && field.before.required !== true)),
  );
}
