import { checkAccess } from "../content/access.ts";
import type { ItemRow } from "../content/row.ts";
import { itemFromRow } from "../content/row.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import type { CompiledGather } from "./compile.ts";
import { rowsQuery } from "./compile.ts";

/** How many rows are read at once, and looked at for one page. */
const AT_ONCE = 100;
const MOST_ROWS = 5_000;

type CheckedPage = {
  readonly items: readonly Item[];
  readonly total: null;
  readonly page: number;
  readonly pages: null;
  readonly hasNext: boolean;
};

/** A page of a listing whose rows plugins have a say about: each row is checked, and nothing is counted. */
export async function readChecked(
  state: RequestState,
  compiled: CompiledGather,
  { limit, page }: { readonly limit: number; readonly page: number },
): Promise<CheckedPage> {
  const end = page * limit;
  const allowed: Item[] = [];
  for (let offset = 0; allowed.length <= end && offset < MOST_ROWS; offset += AT_ONCE) {
    const rows = await state.db.many<ItemRow>(rowsQuery(compiled, { offset, limit: AT_ONCE }));
    for (const row of rows) {
      const item = itemFromRow(row, state.site);
      if (await mayView(state, item)) allowed.push(item);
    }
    if (rows.length < AT_ONCE) break;
  }
  return { items: allowed.slice(end - limit, end), total: null, page, pages: null, hasNext: allowed.length > end };
}

/** Asks whether the item may be viewed, and lets go of it afterwards, unless a plugin loaded more. */
async function mayView(state: RequestState, item: Item): Promise<boolean> {
  const held = state.items.length;
  const may = await checkAccess(state, "view", item);
  if (state.items.length === held + 1) state.items.pop();
  return may;
}
