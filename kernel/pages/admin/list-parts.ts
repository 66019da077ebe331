import type { Speaker } from "../../words/say.ts";
import { say } from "../../words/say.ts";
import type { WidgetOption } from "../filter-widgets.ts";
import type { Pager } from "../pager.ts";
import { fullPager } from "../pager.ts";
import type { AdminLink } from "./admin-page.ts";
import type { Table } from "./cells.ts";

/** A control of the filter bar: a search field, or a select when it has options. */
export type BarWidget = {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly grow?: boolean;
  /** The type of the field. Default: `search`. */
  readonly type?: "date";
  readonly options: readonly WidgetOption[] | null;
};
export type Bar = {
  readonly label: string;
  readonly action: string;
  readonly active: boolean;
  readonly widgets: readonly BarWidget[];
};
export type Empty = { readonly title: string; readonly text?: string; readonly action?: AdminLink };

/** A list with its filters, as the template `admin-list` takes it. */
export type ListView = {
  /** Null for a list that is short enough without. */
  readonly filters: Bar | null;
  readonly table: Table;
  readonly empty: Empty | null;
  readonly total: string | null;
  readonly pager: Pager | null;
};

/** Query of a list: the filters by name, and the page. */
export type ListQuery = { readonly filters: ReadonlyMap<string, string>; readonly page: number };

const MOST_PAGES = 100_000;
const LONGEST = 200;

/** Reads the parameters `names` and the page; what makes no sense counts as not given. */
export function readListQuery(query: URLSearchParams, names: readonly string[]): ListQuery {
  const filters = new Map<string, string>();
  for (const name of names) {
    // A NUL is nothing that Postgres knows as text.
    const value = (query.get(name) ?? "").replaceAll("\0", "").trim().slice(0, LONGEST);
    if (value !== "") filters.set(name, value);
  }
  const page = Number(query.get("page") ?? "1");
  return { filters, page: Number.isSafeInteger(page) && page >= 1 && page <= MOST_PAGES ? page : 1 };
}

/** The address of another page of the same list. */
export function listUrl(path: string, { filters }: ListQuery, page: number): string {
  const query = new URLSearchParams([...filters]);
  if (page > 1) query.set("page", String(page));
  return query.size === 0 ? path : `${path}?${query}`;
}

/** `fragment` is where on the page the list is, where it is not the whole page. */
export function listPager(
  path: string,
  query: ListQuery,
  { total, perPage }: { readonly total: number; readonly perPage: number },
  fragment = "",
): Pager | null {
  const pages = Math.max(1, Math.ceil(total / perPage));
  return fullPager(query.page, pages, (page) => `${listUrl(path, query, page)}${fragment}`);
}

type Choice = { readonly value: string; readonly label: string };

/** The choices of a select, with `Any` before them. */
export function anyOf(site: Speaker, choices: readonly Choice[], chosen: string) {
  return [{ value: "", label: say(site, "choice.any") }, ...choices].map((choice) => ({
    ...choice,
    selected: choice.value === chosen,
  }));
}
