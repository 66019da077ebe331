import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import { isUuid, NIL_UUID } from "../base/ids.ts";
import { cacheTags } from "../model/cache.ts";
import type { Query } from "../model/db.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import type { ItemRow } from "./row.ts";
import { ITEM_COLUMNS, itemFromRow } from "./row.ts";
import { itemsOfStage, LIVE } from "./stage.ts";

type LoadState = Pick<RequestState, "db" | "site" | "stage" | "cacheability">;

/**
 * The item as the stage of the request has it, or null when there is none or `id` is not a UUID. Access is not asked
 * here. Whoever loads depends on it, so its tag joins the page's.
 */
export async function loadItem(state: LoadState, id: string): Promise<Item | null> {
  if (!isUuid(id)) return null;
  state.cacheability.tags.add(cacheTags.item(id));
  const query =
    state.stage === LIVE
      ? { ...LIVE_ITEM, values: [id] }
      : selectItems(state.stage, sql.fragment`item.id = ${id}::uuid`);
  const row = await state.db.maybe<ItemRow>(query);
  return row === null ? null : itemFromRow(row, state.site);
}

/** Loads the items of `ids` that are there, in the same order, with one query. */
export async function loadItems(state: LoadState, ids: readonly string[]): Promise<readonly Item[]> {
  if (ids.length === 0) return [];
  for (const id of ids) state.cacheability.tags.add(cacheTags.item(id));
  const items = await findItems(state, ids);
  return ids.flatMap((id) => items.get(id) ?? []);
}

/**
 * The items with these ids in the stage of the request, by id. `lock` keeps others from changing them until the
 * transaction ends.
 */
export async function findItems(
  { db, site, stage }: Pick<RequestState, "db" | "site" | "stage">,
  ids: readonly string[],
  lock = false,
): Promise<ReadonlyMap<string, Item>> {
  const wanted = sql.array(ids.filter(isUuid), "uuid");
  if (lock) await db.run(sql.unsafe`select from item where id = any(${wanted}) order by id for update`);
  const rows = await db.many<ItemRow>(selectItems(stage, sql.fragment`item.id = any(${wanted})`));
  return new Map(rows.map((row) => [row.id, itemFromRow(row, site)]));
}

const SELECT_ITEM = sql.fragment`select ${ITEM_COLUMNS} from`;
/** Most items are loaded one by one on the live stage: that statement is composed once, and its value put in. */
const LIVE_ITEM = selectItems(LIVE, sql.fragment`item.id = ${NIL_UUID}::uuid`);

function selectItems(stage: string, condition: FragmentSqlToken): Query {
  return sql.unsafe`${SELECT_ITEM} ${itemsOfStage(stage)} as item where ${condition}`;
}
