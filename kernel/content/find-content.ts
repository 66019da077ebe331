import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { accessCondition, checkAccess, listingCondition } from "./access.ts";
import type { ItemRow } from "./row.ts";
import { ITEM_COLUMNS, itemFromRow } from "./row.ts";
import { itemsOfStage, LIVE } from "./stage.ts";

/** Filter of the list of all content; a part that is left out is not asked about. */
export type ContentFilter = {
  readonly type?: string | undefined;
  readonly published?: boolean | undefined;
  /** The id of an account; null finds nothing. */
  readonly author?: string | null | undefined;
  /** Part of the title. */
  readonly contains?: string | undefined;
  /** Days in ISO form, both included, on which it was last changed. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Only what the stage has changed. */
  readonly isStaged?: boolean | undefined;
};

export const CONTENT_ORDERS = ["changed", "created", "title"] as const;
export type ContentOrder = (typeof CONTENT_ORDERS)[number];

/** A place in the list: the order's value of an item, and its id. */
export type ContentPlace = { readonly value: string; readonly id: string };

export type ContentQuery = {
  readonly filter: ContentFilter;
  readonly order: ContentOrder;
  readonly descending: boolean;
  /** Goes on behind a place, or ends before it; the beginning when there is none. */
  readonly place: ContentPlace | null;
  readonly isBefore: boolean;
  readonly limit: number;
};

/** An item of the list, with where it stands. */
export type FoundContent = { readonly item: Item; readonly place: ContentPlace; readonly isStaged: boolean };
export type ContentPage = {
  readonly rows: readonly FoundContent[];
  /** True when there is more in the direction that was read in. */
  readonly hasMore: boolean;
};

type Row = ItemRow & { readonly place: string; readonly staged: boolean };

/**
 * Finds a page of all the content that the user may see, as the stage has it. As fast for a million items as for a
 * thousand.
 */
export async function findContent(state: RequestState, query: ContentQuery): Promise<ContentPage> {
  const { limit, isBefore, descending } = query;
  const access = await listingCondition(state, "item", [...state.site.types.keys()]);
  const column = sql.identifier(["item", query.order]);
  const direction = descending !== isBefore ? sql.fragment`desc` : sql.fragment`asc`;
  const found =
    await state.db.many<Row>(sql.unsafe`/* planned anew */ select ${ITEM_COLUMNS}, ${column}::text as place, ${stagedColumn(state.stage)} as staged
    from ${itemsOfStage(state.stage)} as item
    where ${access ?? accessCondition(state, "item")} and ${conditionOf(state, query)}
    order by ${column} ${direction}, item.id ${direction} limit ${limit + 1}`);
  const rows = found.slice(0, limit).map((row) => ({
    item: itemFromRow(row, state.site),
    place: { value: row.place, id: row.id },
    isStaged: row.staged,
  }));
  if (isBefore) rows.reverse();
  // Where plugins judge each item, the statement cannot.
  const visible = access === null ? await visibleOf(state, rows) : rows;
  return { rows: visible, hasMore: found.length > limit };
}

/** Counts what a filter finds, up to `most`. */
export async function countContent(state: RequestState, filter: ContentFilter, most: number): Promise<number> {
  const access = await listingCondition(state, "item", [...state.site.types.keys()]);
  const { count } = await state.db.one<{ count: number }>(sql.unsafe`/* planned anew */ select count(*) as count from (
      select from ${itemsOfStage(state.stage)} as item
      where ${access ?? accessCondition(state, "item")} and ${filterCondition(state, filter)} limit ${most}
    ) as found`);
  return count;
}

async function visibleOf(state: RequestState, rows: readonly FoundContent[]): Promise<readonly FoundContent[]> {
  const visible: FoundContent[] = [];
  for (const row of rows) if (await checkAccess(state, "view", row.item)) visible.push(row);
  return visible;
}

function stagedColumn(stage: string): FragmentSqlToken {
  if (stage === LIVE) return sql.fragment`false`;
  return sql.fragment`(item.stage_id = ${stage} or exists (
    select from stage_association where stage_association.item_id = item.id and stage_association.stage_id = ${stage}
  ))`;
}

function conditionOf(state: RequestState, { filter, order, descending, place, isBefore }: ContentQuery) {
  const filtered = filterCondition(state, filter);
  if (place === null) return filtered;
  const column = sql.identifier(["item", order]);
  const value = order === "title" ? sql.fragment`${place.value}` : sql.fragment`${place.value}::timestamptz`;
  const isBehind = descending !== isBefore ? sql.fragment`<` : sql.fragment`>`;
  return sql.fragment`${filtered} and (${column}, item.id) ${isBehind} (${value}, ${place.id}::uuid)`;
}

function filterCondition({ stage }: RequestState, filter: ContentFilter): FragmentSqlToken {
  const { type, published, author, contains, from, to, isStaged } = filter;
  const conditions = [sql.fragment`true`];
  if (type !== undefined) conditions.push(sql.fragment`item.type = ${type}`);
  if (published !== undefined) conditions.push(sql.fragment`item.status = ${published ? 1 : 0}`);
  if (author === null) conditions.push(sql.fragment`false`);
  else if (author !== undefined) conditions.push(sql.fragment`item.author_id = ${author}::uuid`);
  if (contains !== undefined) {
    conditions.push(sql.fragment`item.title ilike ${`%${contains.replace(/[\\%_]/g, "\\$&")}%`}`);
  }
  if (from !== undefined) conditions.push(sql.fragment`item.changed >= ${from}::date`);
  if (to !== undefined) conditions.push(sql.fragment`item.changed < ${to}::date + 1`);
  if (isStaged === true) conditions.push(stagedColumn(stage));
  return sql.fragment`${sql.join(conditions, sql.fragment` and `)}`;
}
