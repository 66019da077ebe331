import { permissionCatalogue } from "../accounts/permissions.ts";
import { Fault } from "../base/fault.ts";
import { kindOf } from "../kinds/kinds.ts";
import type { DesiredObject, KindName } from "../model/desired.ts";
import { addressOf } from "../model/desired.ts";
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
  const permissions = permissionCatalogue({
    types: namesOf("type", byKind, broken),
    vocabularies: namesOf("vocabulary", byKind, broken),
    formats: namesOf("format", byKind, broken),
    plugins: pluginPermissions,
  });
  const isAnyBroken = (kind: KindName) => [...broken].some((address) => address.startsWith(`${kind}.`));
  for (const object of objects) {
    // What was looked up and is there, but broken, is not unknown: its own faults are reported, and not what follows from them.
    let sawBroken = false;
    kindOf(object.kind).check({
      object,
      find: (kind, name) => {
        sawBroken ||= broken.has(addressOf(kind, name));
        return byAddress.get(addressOf(kind, name));
      },
      all: (kind) => {
        sawBroken ||= isAnyBroken(kind);
        return byKind.get(kind) ?? [];
      },
      permissions,
      report: (code, path, message, on) => {
        if (sawBroken && code.includes(".unknown_")) return;
        reading.faults.push(new Fault(code, message, { source: object.sourceOf(path, on) }));
      },
    });
  }
}

function namesOf(
  kind: KindName,
  byKind: ReadonlyMap<KindName, readonly DesiredObject[]>,
  broken: ReadonlySet<string>,
): readonly string[] {
  const prefix = addressOf(kind, "");
  const whole = (byKind.get(kind) ?? []).map(({ name }) => name);
  return [
    ...whole,
    ...[...broken].filter((address) => address.startsWith(prefix)).map((address) => address.slice(prefix.length)),
  ];
}
