import type { TagTree } from "../categories/tag-tree.ts";
import { loadTagTree } from "../categories/tree.ts";
import type { GatherResult } from "../gather/execute.ts";
import { exposedFilters } from "../gather/exposed.ts";
import { urlWith } from "../gather/urls.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Speaker } from "../words/say.ts";
import { say } from "../words/say.ts";
import type { FilterWidget } from "./filter-widgets.ts";
import { filterWidget, vocabulariesOf } from "./filter-widgets.ts";
import type { Pager } from "./pager.ts";
import { fullPager, miniPager } from "./pager.ts";

/** Controls around a listing, as templates see them. */
export type ListingControls = {
  readonly filters: FilterForm | null;
  readonly active: readonly { readonly label: string; readonly url: string }[];
  readonly sorts: readonly SortLink[];
  /** `25–48` where there are more pages than one; null otherwise. */
  readonly range: string | null;
  readonly total: string | null;
  /** The total as a number, for the form of the noun. */
  readonly count: number;
  readonly pager: Pager | null;
};

/** The filter form: it asks with GET, so every state of a listing is an address. */
export type FilterForm = {
  readonly action: string;
  /** How many filters are set. */
  readonly count: number;
  readonly widgets: readonly FilterWidget[];
  /** Fields that the form sends along unseen: the chosen order. */
  readonly kept: readonly { readonly name: string; readonly value: string }[];
};

/** An order to choose. The current one shows its direction, and its link turns it around. */
export type SortLink = {
  readonly label: string;
  readonly url: string;
  readonly current: boolean;
  readonly arrow: "↑" | "↓" | null;
  readonly direction: string | null;
};

export async function listingControls(state: RequestState, result: GatherResult): Promise<ListingControls> {
  const isCounted = result.display.pager.type === "full";
  return {
    filters: await filterForm(state, result),
    active: result.filters.map(({ label, text, without }) => ({
      label: text === "" ? label : say(state.site, "listing.filter_set", { label, value: text }),
      url: without,
    })),
    sorts: sortLinks(state.site, result),
    range: isCounted ? rangeOf(state.site, result) : null,
    total: isCounted && result.total !== null ? state.site.words.number(result.total) : null,
    count: result.total ?? 0,
    pager: pagerOf(result),
  };
}

async function filterForm(state: RequestState, result: GatherResult): Promise<FilterForm | null> {
  const { display, input, path } = result;
  const filters = exposedFilters(display);
  if (filters.length === 0) return null;
  const trees = new Map<string, TagTree>();
  for (const name of filters.flatMap(vocabulariesOf)) {
    const vocabulary = state.site.vocabularies.get(name);
    if (vocabulary !== undefined) trees.set(name, await loadTagTree(state, vocabulary));
  }
  const widgets = filters.map((filter) =>
    filterWidget(filter, input.values.get(filter.id) ?? null, { site: state.site, trees }),
  );
  return { action: path, count: result.filters.length, widgets, kept: keptParameters(result) };
}

function keptParameters({ display, input }: GatherResult): FilterForm["kept"] {
  if (input.sort === null) return [];
  const onlySort = new URL(urlWith(display, "/", { values: new Map(), sort: input.sort, page: 1 }), "http://path");
  return [...onlySort.searchParams].map(([name, value]) => ({ name, value }));
}

function sortLinks(site: Speaker, { display, path, input, sorts }: GatherResult): readonly SortLink[] {
  return sorts.map(({ id, label, direction, current, url }) => {
    if (!current) return { label, url, current, arrow: null, direction: null };
    const isUp = direction === "asc";
    return {
      label,
      url: urlWith(display, path, input, { sort: { id, direction: isUp ? "desc" : "asc" } }),
      current,
      arrow: isUp ? "↑" : "↓",
      direction: say(site, isUp ? "listing.ascending" : "listing.descending"),
    };
  });
}

function rangeOf({ words }: Speaker, { display, items, page, pages }: GatherResult): string | null {
  if (items.length === 0 || pages === null || pages <= 1) return null;
  const first = (page - 1) * display.pager.limit + 1;
  return `${words.number(first)}–${words.number(first + items.length - 1)}`;
}

function pagerOf({ display, path, input, page, pages, hasNext }: GatherResult): Pager | null {
  const urlOf = (number: number) => urlWith(display, path, input, { page: number });
  return pages === null ? miniPager(page, hasNext, urlOf) : fullPager(page, pages, urlOf);
}
