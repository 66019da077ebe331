import { Fault } from "../base/fault.ts";
import type { Gather, GatherArgument, GatherDisplay, GatherFilter, GatherSort } from "../kinds/gather/gather-spec.ts";
import type { ItemType } from "../kinds/type/type-spec.ts";
import type { Site } from "../model/site.ts";
import type { Source } from "./sources.ts";
import { findSource } from "./sources.ts";

export type ListedFilter = GatherFilter & { readonly id: string; readonly source: Source };
export type ListedSort = GatherSort & { readonly id: string; readonly source: Source };
export type ListedArgument = GatherArgument & { readonly source: Source };

/** A display with everything that it inherits, and with its names resolved against the site's types. */
export type ListingDisplay = {
  readonly gather: string;
  readonly spec: GatherDisplay;
  /** The types that are listed; null when the display does not say, and every type is. */
  readonly typeNames: readonly string[] | null;
  readonly filters: readonly ListedFilter[];
  readonly sorts: readonly ListedSort[];
  readonly arguments: readonly ListedArgument[];
  readonly pager: { readonly type: "full" | "mini" | "none"; readonly limit: number };
};

const DEFAULT_PAGE = 25;
const DEFAULT_LIMIT = 100;

/**
 * The display `id` of a gather. A filter or sort on a name that the listed types do not have is left out of it; packs
 * are checked for that, and a plugin may be gone.
 * @throws Fault `gather.missing`, `gather.bad_display` when displays inherit in a circle
 */
export function resolveDisplay(site: Pick<Site, "types">, gather: Gather, id: string): ListingDisplay {
  return listingDisplay(site, gather.name, mergedDisplay(gather, id));
}

/** A whole display of a gather, with its names resolved. */
export function listingDisplay(site: Pick<Site, "types">, gather: string, spec: GatherDisplay): ListingDisplay {
  const typeNames = listedTypes(spec);
  const types = typeNames === null ? [...site.types.values()] : typeNames.flatMap((name) => site.types.get(name) ?? []);
  return {
    gather,
    spec,
    typeNames,
    filters: withSources(types, spec.filters?.filter((filter) => !saysType(filter)) ?? []).map(withId),
    sorts: withSources(types, spec.sorts ?? []).map(withId),
    arguments: withSources(types, spec.arguments ?? []),
    pager: pagerOf(spec),
  };
}

/** A display as its gather declares it, with what it inherits. @throws Fault `gather.missing`, `gather.bad_display` */
export function mergedDisplay(gather: Gather, id: string, heirs: readonly string[] = []): GatherDisplay {
  const display = gather.spec.displays.find((candidate) => candidate.id === id);
  if (display === undefined) throw new Fault("gather.missing", `The gather ${gather.name} has no display ${id}.`);
  if (display.inherits === undefined) return display;
  if (heirs.includes(id)) {
    throw new Fault("gather.bad_display", `Displays of the gather ${gather.name} inherit in a circle: ${id}.`);
  }
  const parent = mergedDisplay(gather, display.inherits, [...heirs, id]);
  return {
    ...parent,
    ...display,
    filters: merged(parent.filters, display.filters, keyOf),
    sorts: merged(parent.sorts, display.sorts, keyOf),
    arguments: merged(parent.arguments, display.arguments, (argument) => argument.name),
  };
}

/** The types that a display says it lists, or null when it lists all. */
export function listedTypes(spec: GatherDisplay): readonly string[] | null {
  const lists = (spec.filters ?? []).filter(saysType).map((filter) => [filter.value].flat().map(String));
  if (lists.length === 0) return null;
  return lists.reduce((common, names) => common.filter((name) => names.includes(name))).toSorted();
}

/** The types that a display lists, in a snapshot. */
export function typesOf(site: Pick<Site, "types">, display: ListingDisplay): readonly ItemType[] {
  return [...site.types.values()].filter((type) => display.typeNames?.includes(type.name) ?? true);
}

function saysType(filter: GatherFilter): boolean {
  return (
    filter.field === "type" &&
    filter.exposed === undefined &&
    (filter.operator === "equals" || filter.operator === "in")
  );
}

/** A list of the heir merged into its parent's: entries with the same key are merged, others come after. */
function merged<Entry extends object>(
  parent: Entry[] | undefined,
  heir: Entry[] | undefined,
  key: (entry: Entry) => string,
): Entry[] | undefined {
  if (parent === undefined || heir === undefined) return heir ?? parent;
  const entries = new Map(parent.map((entry) => [key(entry), entry]));
  for (const entry of heir) entries.set(key(entry), { ...entries.get(key(entry)), ...entry });
  return [...entries.values()];
}

function keyOf(entry: { readonly id?: string | undefined; readonly field: string }): string {
  return entry.id ?? entry.field;
}

/** A display whose filters and sorts all say what tells them apart. */
export function withIds(spec: GatherDisplay): GatherDisplay {
  const { filters, sorts } = spec;
  return {
    ...spec,
    ...(filters === undefined ? {} : { filters: filters.map(withId) }),
    ...(sorts === undefined ? {} : { sorts: sorts.map(withId) }),
  };
}

function withId<Entry extends { readonly id?: string | undefined; readonly field: string }>(entry: Entry) {
  return { ...entry, id: keyOf(entry) };
}

function withSources<Entry extends { readonly field: string }>(
  types: readonly ItemType[],
  entries: readonly Entry[],
): readonly (Entry & { readonly source: Source })[] {
  return entries.flatMap((entry) => {
    const source = findSource(types, entry.field);
    return source === null ? [] : [{ ...entry, source }];
  });
}

function pagerOf({ pager }: GatherDisplay): ListingDisplay["pager"] {
  if (pager === undefined) return { type: "full", limit: DEFAULT_PAGE };
  if (pager.type === "none") return { type: "none", limit: pager.limit ?? pager.items_per_page ?? DEFAULT_LIMIT };
  return { type: pager.type, limit: pager.items_per_page ?? DEFAULT_PAGE };
}
