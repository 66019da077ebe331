import { Fault } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { checkClaims } from "../kinds/check-claims.ts";
import type { CheckContext } from "../kinds/kind.ts";
import { kindOf } from "../kinds/kinds.ts";
import { permissionCatalogue } from "../kinds/permission-catalogue.ts";
import { addressOf } from "../model/desired.ts";
import type { KindName } from "../model/kind-types.ts";
import type { MergedObjects } from "./merge-objects.ts";
import type { Reading } from "./reading.ts";

/** Asks each kind what its schema cannot say: references to other objects, settings that do not fit. */
export function checkObjects(
  reading: Reading,
  { objects, broken }: MergedObjects,
  pluginPermissions: readonly string[],
): void {
  const byAddress = new Map(objects.map((object) => [addressOf(object.kind, object.name), object]));
  const byKind = Map.groupBy(objects, ({ kind }) => kind);
  const namesOf = (kind: KindName) => [...(byKind.get(kind) ?? []).map(({ name }) => name), ...namesIn(kind, broken)];
  const permissions = permissionCatalogue(namesOf, pluginPermissions);
  for (const object of objects) {
    const looked = new Map<string, string>();
    const context: CheckContext = {
      object,
      find: (kind, name) => {
        const address = addressOf(kind, name);
        if (broken.has(address)) looked.set(name, broken.get(address)!);
        return byAddress.get(address);
      },
      all: (kind) => {
        for (const name of namesIn(kind, broken)) looked.set(name, broken.get(addressOf(kind, name))!);
        return byKind.get(kind) ?? [];
      },
      permissions,
      report: (code, path, message, on) => {
        if (code.includes(".unknown_") && isSaidBy(looked, wordAt(object.spec, path, on))) return;
        reading.faults.push(new Fault(code, message, { source: object.sourceOf(path, on) }));
      },
    };
    kindOf(object.kind).check(context);
    checkClaims(kindOf(object.kind), context);
  }
}

/**
 * Returns true when a broken object mentions `word`: its own faults are reported, and not what follows from them.
 * `looked` are the broken objects that were looked at, by name.
 */
function isSaidBy(looked: ReadonlyMap<string, string>, word: string): boolean {
  return looked.has(word) || [...looked.values()].some((text) => text.includes(word));
}

function wordAt(spec: JsonObject, path: readonly (string | number)[], on: "key" | "value" = "value"): string {
  const value = path.reduce<unknown>(
    (at, step) => (at as { readonly [step: string | number]: unknown } | null)?.[step],
    spec,
  );
  return on === "value" && typeof value === "string"
    ? value
    : String(path.findLast((step) => typeof step === "string"));
}

function namesIn(kind: KindName, broken: ReadonlyMap<string, string>): readonly string[] {
  const prefix = addressOf(kind, "");
  return [...broken.keys()]
    .filter((address) => address.startsWith(prefix))
    .map((address) => address.slice(prefix.length));
}
