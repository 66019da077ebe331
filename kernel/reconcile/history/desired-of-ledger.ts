import type { Source } from "../../base/fault.ts";
import type { Desired, DesiredObject } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { LedgerEntry } from "./store.ts";

/**
 * Turns what was applied into a desired state. Places are those of the packs as they are now, where they still declare
 * the object.
 */
export function desiredOfLedger(entries: readonly LedgerEntry[], now: Desired): Desired {
  const declared = new Map(now.objects.map((object) => [addressOf(object.kind, object.name), object]));
  const objects = entries.map(({ kind, name, pack, source: file, spec }): DesiredObject => {
    const object = declared.get(addressOf(kind, name));
    const source: Source = { file, line: 1, column: 1 };
    return { kind, name, pack, spec, source, sourceOf: object?.sourceOf ?? (() => source) };
  });
  return { objects, packs: now.packs };
}
