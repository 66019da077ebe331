import { findAccountByName } from "../../accounts/user-store.ts";
import { pathTo } from "../../addresses/path-to.ts";
import type { ContentFilter, FoundContent } from "../../content/find-content.ts";
import { countContent, findContent } from "../../content/find-content.ts";
import { LIVE } from "../../content/stage.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
import { renderAdminPage } from "../admin/admin-page.ts";
import type { Page } from "../page.ts";
import { contentBar } from "./content-bar.ts";
import type { ContentAsked } from "./content-query.ts";
import { contentUrl, readContentQuery, writePlace } from "./content-query.ts";
import { contentTable } from "./content-table.ts";
import { creatableTypes } from "./creatable-types.ts";

const PER_PAGE = 50;
/** As many are counted; of more it is said that there are more. */
const MOST_COUNTED = 1_000;

/** The list of all content. `bulk` is what the form needs that does something with what is selected. */
export async function contentPage(
  state: RequestState,
  query: URLSearchParams,
  bulk: { readonly formToken: string },
): Promise<Page> {
  const { site } = state;
  const asked = readContentQuery(query);
  const filter = await filterOf(state, asked);
  const { order, descending, place, isBefore } = asked;
  const found = await findContent(state, { filter, order, descending, place, isBefore, limit: PER_PAGE });
  const type = site.types.get(asked.filters.get("type") ?? "") ?? null;
  const add = { label: say(site, "content.add"), url: pathTo("item-add") };
  const mayAdd = creatableTypes(state).length > 0;
  const shown = {
    filters: contentBar(state, asked),
    table: found.rows.length === 0 ? null : await contentTable(state, { found: found.rows, asked, type }),
    empty: found.rows.length > 0 ? null : emptyOf(state, asked, mayAdd ? add : null),
    total: found.rows.length === 0 ? null : await totalOf(state, filter),
    pager: pagerOf(asked, found),
    bulk: { ...bulk, action: pathTo("content-bulk"), back: contentUrl(pathTo("content"), asked) },
  };
  return renderAdminPage(state, {
    title: say(site, "content.content"),
    section: "content",
    path: pathTo("content"),
    ...(mayAdd && { actions: [{ ...add, primary: true }] }),
    main: html(site.templates.render("admin-content", shown)),
  });
}

/** Makes sense of the filters; the name of somebody who is not there finds nothing. */
export async function filterOf(state: RequestState, { filters }: ContentAsked): Promise<ContentFilter> {
  const author = filters.get("author");
  const status = filters.get("status");
  return {
    type: filters.get("type"),
    published: status === "published" ? true : status === "unpublished" ? false : undefined,
    author: author === undefined ? undefined : ((await findAccountByName(state.db, author))?.id ?? null),
    contains: filters.get("contains"),
    from: dayIn(filters.get("from")),
    to: dayIn(filters.get("to")),
    isStaged: state.stage !== LIVE && filters.get("changed") === "stage",
  };
}

function dayIn(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : undefined;
}

async function totalOf(state: RequestState, filter: ContentFilter): Promise<string> {
  const { site } = state;
  const count = await countContent(state, filter, MOST_COUNTED + 1);
  if (count > MOST_COUNTED) return say(site, "content.total_more", { count: MOST_COUNTED });
  return say(site, "content.total", { count });
}

function pagerOf(
  asked: ContentAsked,
  { rows, hasMore }: { readonly rows: readonly FoundContent[]; readonly hasMore: boolean },
) {
  const { place, isBefore } = asked;
  const path = pathTo("content");
  if (rows.length === 0) return null;
  const hasPrevious = isBefore ? hasMore : place !== null;
  const hasNext = isBefore || hasMore;
  if (!hasPrevious && !hasNext) return null;
  return {
    previous: hasPrevious ? contentUrl(path, asked, { before: writePlace(rows[0]!.place) }) : null,
    next: hasNext ? contentUrl(path, asked, { after: writePlace(rows.at(-1)!.place) }) : null,
    pages: [],
  };
}

function emptyOf({ site }: RequestState, { filters, place }: ContentAsked, add: { label: string; url: string } | null) {
  const all = { label: say(site, "content.show_all"), url: pathTo("content") };
  if (filters.size > 0 || place !== null) return { title: say(site, "content.nothing_matches"), action: all };
  return { title: say(site, "content.none"), ...(add !== null && { action: add }) };
}
