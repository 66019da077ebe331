import { didYouMean } from "../base/near-miss.ts";
import { listedTypes, mergedDisplay } from "../gather/display.ts";
import { operandForm, readOperand } from "../gather/operands.ts";
import type { FieldsOfType } from "../gather/sources.ts";
import { findSource, sourceNames } from "../gather/sources.ts";
import { VALUE_KINDS } from "../gather/value-kinds.ts";
import type { DesiredObject } from "../model/desired.ts";
import type { GatherArgument, GatherDisplay, GatherFilter, GatherSpec } from "../model/specs/gather.ts";
import type { TypeSpec } from "../model/specs/type.ts";
import { checkPermission } from "./check-permission.ts";
import { fieldHint } from "./field-hint.ts";
import type { CheckContext } from "./kind.ts";

/** A display, where it stands, and the types that it lists. */
type Listing = {
  readonly context: CheckContext;
  readonly path: readonly (string | number)[];
  /** As declared. */
  readonly own: GatherDisplay;
  /** With what it inherits. */
  readonly display: GatherDisplay;
  readonly types: readonly ListedType[];
};

type ListedType = FieldsOfType & { readonly name: string; readonly viewModes: readonly string[] };

/** Checks a gather: its displays among each other, and every name in them against the types that are listed. */
export function checkGather(context: CheckContext): void {
  const spec = context.object.spec as GatherSpec;
  checkPaths(context, spec);
  spec.displays.forEach((own, index) => {
    const path = ["displays", index] as const;
    if (!inheritanceIsSound(context, spec, own, path)) return;
    const display = mergedDisplay({ name: context.object.name, spec }, own.id);
    const types = typesListed(context, own, display, path);
    if (types !== null) checkListing({ context, path, own, display, types });
  });
}

function checkListing(listing: Listing): void {
  const { context, path, own } = listing;
  own.filters?.forEach((filter, index) => {
    checkFilter(listing, filter, [...path, "filters", index]);
  });
  own.sorts?.forEach((sort, index) => {
    checkSort(listing, sort.field, [...path, "sorts", index, "field"]);
  });
  own.arguments?.forEach((argument, index) => {
    checkArgument(listing, argument, [...path, "arguments", index]);
  });
  own.fields?.forEach((column, index) => {
    const isName = typeof column === "string";
    const at = [...path, "fields", index, ...(isName ? [] : ["field"])];
    checkName(listing, isName ? column : column.field, at);
  });
  own.relationships?.forEach(({ field }, index) => {
    checkRelationship(listing, field, [...path, "relationships", index, "field"]);
  });
  checkHoles(listing);
  checkViewMode(listing);
  checkPermission(context, own.permission, [...path, "permission"]);
}

/** Every page has a path, its own; the first that claims one has it. */
function checkPaths(context: CheckContext, spec: GatherSpec): void {
  const taken = pathsBefore(context);
  spec.displays.forEach(({ id, display_type: type, path }, index) => {
    const at = ["displays", index] as const;
    if (path === undefined) {
      if (type !== "block") context.report("gather.bad_display", at, `Display ${id} is a ${type} and has no path.`);
      return;
    }
    const owner = taken.get(path);
    if (owner !== undefined) {
      context.report("gather.bad_display", [...at, "path"], `${path} is already the path of ${owner}.`);
    } else {
      taken.set(path, `display ${id}`);
    }
  });
}

function pathsBefore({ object, all }: CheckContext): Map<string, string> {
  const paths = new Map<string, string>();
  for (const other of all("gather")) {
    if (other.name >= object.name) continue;
    for (const { id, path } of (other.spec as GatherSpec).displays) {
      if (path !== undefined && !paths.has(path)) paths.set(path, `display ${id} of gather ${other.name}`);
    }
  }
  return paths;
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

function checkName({ context, types }: Listing, name: string, path: readonly (string | number)[]) {
  const source = findSource(types, name);
  if (source === null) {
    const fields = Object.fromEntries(types.flatMap((type) => [...type.fields]));
    const near = fieldHint(name, fields, sourceNames(types));
    context.report("gather.unknown_field", path, `${subjectOf(types)} no field ${name}.${near}`);
  }
  return source;
}

function subjectOf(types: readonly ListedType[]): string {
  if (types.length === 1) return `type ${types[0]!.name} has`;
  return `the listed types (${types.map(({ name }) => name).join(", ")}) have`;
}

function checkFilter(listing: Listing, filter: GatherFilter, path: readonly (string | number)[]): void {
  const source = checkName(listing, filter.field, [...path, "field"]);
  if (source === null || !operatorFits(listing, source, filter, path)) return;
  const needsValue = filter.exposed === undefined && operandForm(filter.operator) !== "none";
  checkValue(listing, source, filter, path, needsValue);
}

function checkArgument(listing: Listing, argument: GatherArgument, path: readonly (string | number)[]): void {
  const source = checkName(listing, argument.field, [...path, "field"]);
  if (source === null || !operatorFits(listing, source, argument, path)) return;
  checkValue(listing, source, argument, path, argument.from === "fixed");
}

type Condition = Pick<GatherFilter, "field" | "operator" | "value">;
type FoundSource = NonNullable<ReturnType<typeof findSource>>;

function operatorFits(
  { context }: Listing,
  source: FoundSource,
  { field, operator }: Condition,
  path: readonly (string | number)[],
): boolean {
  if (source.operators.includes(operator)) return true;
  const message = `${field} cannot be filtered by ${operator}; it can by ${source.operators.join(", ")}.`;
  context.report("gather.bad_operator", [...path, "operator"], message);
  return false;
}

function checkValue(
  { context }: Listing,
  source: FoundSource,
  { field, operator, value }: Condition,
  path: readonly (string | number)[],
  isNeeded: boolean,
): void {
  if (value === undefined) {
    if (isNeeded) context.report("gather.bad_operator", path, `${operator} on ${field} needs a value.`);
  } else if (readOperand(VALUE_KINDS[source.kind], operator, value) === null) {
    const message = `${JSON.stringify(value)} is not a value that ${field} can be compared with by ${operator}.`;
    context.report("gather.bad_operator", [...path, "value"], message);
  }
}

function checkSort(listing: Listing, field: string, path: readonly (string | number)[]): void {
  const source = checkName(listing, field, path);
  if (source !== null && !source.sortable) {
    listing.context.report("gather.bad_operator", path, `A listing cannot be sorted by ${field}.`);
  }
}

function checkRelationship(listing: Listing, field: string, path: readonly (string | number)[]): void {
  const source = checkName(listing, field, path);
  if (source !== null && source.field?.type !== "reference") {
    listing.context.report("gather.bad_display", path, `${field} is not a reference that could be followed.`);
  }
}

/** The holes of the path and the arguments that fill them belong together. */
function checkHoles({ context, path, own, display }: Listing): void {
  const holes = [...(own.path ?? "").matchAll(/\{([^}]*)\}/g)].map((match) => match[1]!);
  const names = (display.arguments ?? []).filter(({ from }) => from === "path").map(({ name }) => name);
  for (const hole of holes.filter((name) => !names.includes(name))) {
    const message = `No argument says what {${hole}} in the path means.${didYouMean(hole, names)}`;
    context.report("gather.bad_display", [...path, "path"], message);
  }
  own.arguments?.forEach(({ name, from }, index) => {
    if (from !== "path" || holes.includes(name)) return;
    const message = `The path of display ${own.id} has no {${name}}.${didYouMean(name, holes)}`;
    context.report("gather.bad_display", [...path, "arguments", index, "name"], message);
  });
}

function checkViewMode({ context, path, own, types }: Listing): void {
  const mode = own.style?.view_mode;
  if (mode === undefined) return;
  // A type without the view mode shows all of its fields; a mode that none of them has is a mistake.
  if (types.length === 0 || types.some((type) => type.viewModes.includes(mode))) return;
  const who = types.length === 1 ? `type ${types[0]!.name} has no` : "No type that is listed has a";
  const near = didYouMean(mode, new Set(types.flatMap(({ viewModes }) => viewModes)));
  context.report("gather.bad_display", [...path, "style", "view_mode"], `${who} view mode ${mode}.${near}`);
}
