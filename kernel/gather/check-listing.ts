import type { FaultCode } from "../base/fault.ts";
import { didYouMean } from "../base/near-miss.ts";
import { fieldHint } from "../fields/field-hint.ts";
import { targetOf } from "../fields/field-types.ts";
import type { GatherArgument, GatherDisplay, GatherFilter } from "../kinds/gather/gather-spec.ts";
import { operandForm, readOperand } from "./operands.ts";
import type { FieldsOfType } from "./sources.ts";
import { findSource, sourceNames } from "./sources.ts";
import { VALUE_KINDS } from "./value-kinds.ts";

/** A display that is checked: where it stands, and the types that it lists. */
export type Listing = {
  /** As declared. */
  readonly own: GatherDisplay;
  /** With what it inherits. */
  readonly display: GatherDisplay;
  readonly types: readonly ListedType[];
  readonly path: readonly (string | number)[];
  /** Told of a problem at a path. */
  report(code: FaultCode, path: readonly (string | number)[], message: string): void;
};

export type ListedType = FieldsOfType & { readonly name: string; readonly viewModes: readonly string[] };

/** Checks what a display lists: every name, operator and value in it, against the types that are listed. */
export function checkListing(listing: Listing): void {
  const { path, own } = listing;
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
}

function checkName({ report, types }: Listing, name: string, path: readonly (string | number)[]) {
  const source = findSource(types, name);
  if (source === null) {
    const fields = Object.fromEntries(types.flatMap((type) => [...type.fields]));
    const near = fieldHint(name, fields, sourceNames(types));
    report("gather.unknown_field", path, `${subjectOf(types)} no field ${name}.${near}`);
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
  const isNeeded = filter.exposed === undefined && operandForm(filter.operator) !== "none";
  checkValue(listing, source, { ...filter, isNeeded }, path);
}

function checkArgument(listing: Listing, argument: GatherArgument, path: readonly (string | number)[]): void {
  const source = checkName(listing, argument.field, [...path, "field"]);
  if (source === null || !operatorFits(listing, source, argument, path)) return;
  checkValue(listing, source, { ...argument, isNeeded: argument.from === "fixed" }, path);
}

type Condition = Pick<GatherFilter, "field" | "operator" | "value">;
type FoundSource = NonNullable<ReturnType<typeof findSource>>;

function operatorFits(
  { report }: Listing,
  source: FoundSource,
  { field, operator }: Condition,
  path: readonly (string | number)[],
): boolean {
  if (source.operators.includes(operator)) return true;
  const message = `${field} cannot be filtered by ${operator}; it can by ${source.operators.join(", ")}.`;
  report("gather.bad_operator", [...path, "operator"], message);
  return false;
}

function checkValue(
  { report }: Listing,
  source: FoundSource,
  { field, operator, value, isNeeded }: Condition & { readonly isNeeded: boolean },
  path: readonly (string | number)[],
): void {
  if (value === undefined) {
    if (isNeeded) report("gather.bad_operator", path, `${operator} on ${field} needs a value.`);
  } else if (readOperand(VALUE_KINDS[source.kind], operator, value) === null) {
    const message = `${JSON.stringify(value)} is not a value that ${field} can be compared with by ${operator}.`;
    report("gather.bad_operator", [...path, "value"], message);
  }
}

function checkSort(listing: Listing, field: string, path: readonly (string | number)[]): void {
  const source = checkName(listing, field, path);
  if (source !== null && !source.sortable) {
    listing.report("gather.bad_operator", path, `A listing cannot be sorted by ${field}.`);
  }
}

function checkRelationship(listing: Listing, field: string, path: readonly (string | number)[]): void {
  const source = checkName(listing, field, path);
  if (source !== null && (source.field === null || targetOf(source.field) === null)) {
    listing.report("gather.bad_display", path, `${field} is not a reference that could be followed.`);
  }
}

/** The holes of the path and the arguments that fill them belong together. */
function checkHoles({ report, path, own, display }: Listing): void {
  const holes = [...(own.path ?? "").matchAll(/\{([^}]*)\}/g)].map((match) => match[1]!);
  const names = (display.arguments ?? []).filter(({ from }) => from === "path").map(({ name }) => name);
  for (const hole of holes.filter((name) => !names.includes(name))) {
    const message = `No argument says what {${hole}} in the path means.${didYouMean(hole, names)}`;
    report("gather.bad_display", [...path, "path"], message);
  }
  own.arguments?.forEach(({ name, from }, index) => {
    if (from !== "path" || holes.includes(name)) return;
    const message = `The path of display ${own.id} has no {${name}}.${didYouMean(name, holes)}`;
    report("gather.bad_display", [...path, "arguments", index, "name"], message);
  });
}

function checkViewMode({ report, path, own, types }: Listing): void {
  const mode = own.style?.view_mode;
  if (mode === undefined) return;
  // A type without the view mode shows all of its fields; a mode that none of them has is a mistake.
  if (types.length === 0 || types.some((type) => type.viewModes.includes(mode))) return;
  const who = types.length === 1 ? `type ${types[0]!.name} has no` : "No type that is listed has a";
  const near = didYouMean(mode, new Set(types.flatMap(({ viewModes }) => viewModes)));
  report("gather.bad_display", [...path, "style", "view_mode"], `${who} view mode ${mode}.${near}`);
}
