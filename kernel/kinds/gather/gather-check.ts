import { didYouMean } from "../../base/near-miss.ts";
import type { ListedType } from "../../gather/check-listing.ts";
import { checkListing } from "../../gather/check-listing.ts";
import { listedTypes, mergedDisplay } from "../../gather/display.ts";
import type { DesiredObject } from "../../model/desired.ts";
import { checkPermission } from "../check-permission.ts";
import type { CheckContext } from "../kind.ts";
import type { TypeSpec } from "../type/type-spec.ts";
import type { GatherDisplay, GatherSpec } from "./gather-spec.ts";

/** Checks a gather: its displays among each other, and every name in them against the types that are listed. */
export function checkGather(context: CheckContext): void {
  const spec = context.object.spec as GatherSpec;
  checkPaths(context, spec);
  spec.displays.forEach((own, index) => {
    const path = ["displays", index] as const;
    if (!inheritanceIsSound(context, spec, own, path)) return;
    const display = mergedDisplay({ name: context.object.name, spec }, own.id);
    const types = typesListed(context, own, display, path);
    if (types !== null) checkListing({ report: context.report, path, own, display, types });
    checkPermission(context, own.permission, [...path, "permission"]);
  });
}

function checkPaths({ report }: CheckContext, spec: GatherSpec): void {
  spec.displays.forEach(({ id, display_type: type, path }, index) => {
    if (path !== undefined || type === "block") return;
    report("gather.bad_display", ["displays", index], `Display ${id} is a ${type} and has no path.`);
  });
}

function inheritanceIsSound(
  { report }: CheckContext,
  { displays }: GatherSpec,
  { id, inherits }: GatherDisplay,
  path: readonly (string | number)[],
): boolean {
  const parentOf = (name: string | undefined) => displays.find((display) => display.id === name)?.inherits;
  if (inherits === undefined) return true;
  if (!displays.some((display) => display.id === inherits)) {
    const near = didYouMean(
      inherits,
      displays.map((display) => display.id).filter((other) => other !== id),
    );
    report("gather.bad_display", [...path, "inherits"], `There is no display ${inherits} to inherit from.${near}`);
    return false;
  }
  const above = new Set([id]);
  for (let name: string | undefined = inherits; name !== undefined; name = parentOf(name)) {
    if (above.has(name)) {
      report("gather.bad_display", [...path, "inherits"], `Display ${id} inherits from itself.`);
      return false;
    }
    above.add(name);
  }
  return [...above].every((name) => displays.some((display) => display.id === name));
}

/** The types that a display lists; null when it names one that does not exist. */
function typesListed(
  context: CheckContext,
  own: GatherDisplay,
  display: GatherDisplay,
  path: readonly (string | number)[],
): readonly ListedType[] | null {
  const all = context.all("type");
  const names = listedTypes(display);
  if (names === null) return all.map(listedType);
  const known = names.map((name) => context.find("type", name));
  if (known.every((type) => type !== undefined)) return known.map(listedType);
  const unknown = names.filter((_, index) => known[index] === undefined);
  own.filters?.forEach(({ field, value }, index) => {
    if (field !== "type") return;
    for (const name of [value]
      .flat()
      .map(String)
      .filter((each) => unknown.includes(each))) {
      const near = didYouMean(
        name,
        all.map((type) => type.name),
      );
      const at = [...path, "filters", index, "value"];
      context.report("type.unknown_type", at, `There is no content type ${name}.${near}`);
    }
  });
  return null;
}

function listedType({ name, spec }: DesiredObject): ListedType {
  const { fields, view_modes: viewModes } = spec as TypeSpec;
  return {
    name,
    fields: new Map(Object.entries(fields).map(([field, settings]) => [field, { ...settings, name: field }])),
    viewModes: viewModes === undefined ? ["full"] : Object.keys(viewModes),
  };
}
