import { demand } from "../accounts/permissions.ts";
import { Fault } from "../base/fault.ts";
import { EVERYTHING, listingCondition } from "../content/access.ts";
import type { ItemRow } from "../content/row.ts";
import { itemFromRow } from "../content/row.ts";
import type { Gather } from "../kinds/gather/gather-spec.ts";
import { cacheTags } from "../model/cache.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import type { ActiveFilter, SortChoice } from "./active.ts";
import { activeFilters, sortChoices } from "./active.ts";
import { alteredDisplay } from "./altered.ts";
import { readChecked } from "./checked.ts";
import type { CompiledGather, Window } from "./compile.ts";
import { compileGather, rowsQuery } from "./compile.ts";
import type { ListingDisplay } from "./display.ts";
import { resolveDisplay, typesOf } from "./display.ts";
import type { ExposedInput } from "./exposed.ts";
import { exposedFilters, exposedSorts, parameterNames, parseExposed } from "./exposed.ts";
import { readPart } from "./part.ts";
import { loadTags } from "./tags.ts";
import { countItems } from "./total.ts";

/** Input of a listing: the values of the holes in its path, the query of the address, and the path for its links. */
export type GatherInput = {
  readonly arguments?: { readonly [name: string]: string };
  readonly query?: URLSearchParams;
  /** Default: the path of the display with its holes filled. */
  readonly path?: string;
};

/** One page of a listing. */
export type GatherResult = {
  readonly gather: Gather;
  readonly display: ListingDisplay;
  readonly path: string;
  /** Input as far as it was understood. */
  readonly input: ExposedInput;
  readonly items: readonly Item[];
  /** How many there are on all pages; null where the pager does not count. */
  readonly total: number | null;
  readonly page: number;
  /** How many pages there are, at least 1; null where the pager does not count. */
  readonly pages: number | null;
  readonly hasNext: boolean;
  /** Set when Postgres refused the statement: there may be items all the same. */
  readonly hasFailed?: true;
  readonly filters: readonly ActiveFilter[];
  readonly sorts: readonly SortChoice[];
};

/**
 * Runs a display of a gather: the items of one page, as the visitor may see them in the stage of the request. Whatever
 * stands in the address, the answer is a page: what is not understood is ignored, and a page after the last one is
 * empty.
 * @throws Fault `gather.missing` when there is no such gather or display, `access.denied` when the display asks for a
 * permission
 */
export async function executeGather(
  state: RequestState,
  name: string,
  displayId: string,
  input: GatherInput = {},
): Promise<GatherResult> {
  const gather = state.site.gathers.get(name);
  if (gather === undefined) throw new Fault("gather.missing", `There is no gather ${name}.`);
  const declared = resolveDisplay(state.site, gather, displayId);
  demand(state, declared.spec.permission);
  const display = await alteredDisplay(state, gather, declared);
  const exposed = parseExposed(display, input.query ?? new URLSearchParams());
  const types = typesOf(state.site, display).map((type) => type.name);
  const dependencies = types.map(cacheTags.type);
  const access = await listingCondition(state, "item", types);
  dependOn(state, display, dependencies);
  const tags = await loadTags(state, display, exposed);
  const compiled = compileGather({
    display,
    exposed,
    arguments: input.arguments ?? {},
    // A plugin may grant what roles do not: where it is asked about each row, all of them are read.
    access: access ?? EVERYTHING,
    stage: state.stage,
    tags,
  });
  const read = access === null ? readChecked : PAGERS[display.pager.type];
  const page = await read(state, compiled, { limit: display.pager.limit, page: exposed.page }, dependencies).catch(
    (error) => withoutRows(state, name, displayId, error),
  );
  const path = input.path ?? pathOf(display, input.arguments ?? {});
  return {
    gather,
    display,
    path,
    input: exposed,
    ...page,
    filters: activeFilters(display, path, exposed, { site: state.site, tags }),
    sorts: sortChoices(display, path, exposed),
  };
}

function dependOn({ cacheability }: RequestState, display: ListingDisplay, tags: readonly string[]): void {
  for (const tag of tags) cacheability.tags.add(tag);
  for (const name of exposedFilters(display).flatMap(parameterNames)) cacheability.contexts.add(`query:${name}`);
  if (display.pager.type !== "none") cacheability.contexts.add("query:page");
  if (exposedSorts(display).length > 0) cacheability.contexts.add("query:sort").add("query:order");
}

type FailedPage = Page & { readonly hasFailed: true };
type Page = Pick<GatherResult, "items" | "total" | "page" | "pages" | "hasNext">;
type ReadPage = (
  state: RequestState,
  compiled: CompiledGather,
  wanted: { readonly limit: number; readonly page: number },
  tags: readonly string[],
) => Promise<Page>;

/** How each pager reads its page. */
const PAGERS: { readonly [type in ListingDisplay["pager"]["type"]]: ReadPage } = {
  /** The first page is read at once: when it is not full it is all there is, and nothing needs counting. */
  async full(state, compiled, { limit, page }, tags) {
    if (page === 1) {
      const items = await readItems(state, compiled, { offset: 0, limit });
      const total = items.length < limit ? items.length : await countItems(state, compiled, tags);
      return counted(items, total, limit, page);
    }
    const total = await countItems(state, compiled, tags);
    const offset = (page - 1) * limit;
    const count = Math.min(limit, total - offset);
    return counted(
      count > 0 ? await readPart(state, compiled, { offset, count, total }, tags) : [],
      total,
      limit,
      page,
    );
  },
  async mini(state, compiled, { limit, page }) {
    const found = await readItems(state, compiled, { offset: (page - 1) * limit, limit: limit + 1 });
    const hasNext = found.length > limit;
    return { items: hasNext ? found.slice(0, limit) : found, total: null, page, pages: null, hasNext };
  },
  async none(state, compiled, { limit }) {
    const items = await readItems(state, compiled, { offset: 0, limit });
    return { items, total: items.length, page: 1, pages: 1, hasNext: false };
  },
};

function counted(items: readonly Item[], total: number, limit: number, page: number): Page {
  const pages = Math.max(1, Math.ceil(total / limit));
  return { items, total, page, pages, hasNext: page < pages };
}

async function readItems(state: RequestState, compiled: CompiledGather, window: Window): Promise<readonly Item[]> {
  return (await state.db.many<ItemRow>(rowsQuery(compiled, window))).map((row) => itemFromRow(row, state.site));
}

/**
 * Answers for a listing whose statement failed: no rows, said so in the log and kept by no cache. A database that is
 * not there, and what a request was given up for, is everybody's matter and goes on.
 */
function withoutRows(state: RequestState, gather: string, display: string, error: unknown): FailedPage {
  if (error instanceof Fault) throw error;
  state.cacheability.maxAge = 0;
  state.log.error({ gather, display, err: error, request: state.id }, `The listing ${gather} could not be read.`);
  return { items: [], total: 0, page: 1, pages: 1, hasNext: false, hasFailed: true };
}

/** The path of a display with its holes filled; empty for a display without one. */
function pathOf({ spec }: ListingDisplay, values: { readonly [name: string]: string }): string {
  return (spec.path ?? "").replace(/\{([a-z0-9_]+)\}/g, (hole, name: string) =>
    Object.hasOwn(values, name) ? encodeURIComponent(values[name]!) : hole,
  );
}
