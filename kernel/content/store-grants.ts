import { sql } from "slonik";
import type { Db } from "../model/db.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { handleOf, inTransaction } from "../model/request-state.ts";
import { accessPluginsOf } from "./access-plugins.ts";
import { readItemGrants } from "./grant-rows.ts";

type Row = {
  readonly item: string;
  readonly revision: string;
  readonly plugin: string;
  readonly realm: string;
  readonly id: string;
  readonly operation: string;
};

/**
 * Asks the plugins who may do what with items that were just saved, and stores it in their transaction in the place of
 * what there was.
 */
export async function storeGrants(state: RequestState, items: readonly Item[]): Promise<void> {
  if (!state.taps.has("tap_item_grants")) return;
  const given = items.filter(({ type }) => accessPluginsOf(state, type).givers.length > 0);
  if (given.length === 0) return;
  const rows: Row[] = [];
  const missing: Missing[] = [];
  for (const item of given) {
    const { givers } = accessPluginsOf(state, item.type);
    const answer = await ask(state, item, givers);
    rows.push(...answer.rows);
    const silent = givers.filter((plugin) => !answer.plugins.has(plugin));
    missing.push(...silent.map((plugin) => ({ plugin, item: item.id })));
  }
  await replaceRows(state.db, given, rows, null);
  await noteMissing(state.db, missing);
}

type Missing = { readonly plugin: string; readonly item: string };

/** Plugins that broke are asked again by `retryGrants`. Until then they open nothing of these items. */
async function noteMissing(db: Db, missing: readonly Missing[]): Promise<void> {
  if (missing.length === 0) return;
  await db.run(sql.unsafe`
    insert into item_grant_missing (plugin, item_id)
    select plugin, item from jsonb_to_recordset(${JSON.stringify(missing)}::jsonb) as given (plugin text, item uuid)
    on conflict do nothing
  `);
}

/**
 * The same for one plugin, and items as they are stored. False, with nothing stored, when the plugin breaks over one of
 * them.
 */
export async function storeGrantsOf(state: RequestState, plugin: string, items: readonly Item[]): Promise<boolean> {
  const rows: Row[] = [];
  for (const item of items) {
    const answer = await ask(state, item, [plugin]);
    if (answer.plugins.size === 0) return false;
    rows.push(...answer.rows);
  }
  if (items.length > 0) await replaceRows(state.db, items, rows, plugin);
  return true;
}

async function ask(state: RequestState, item: Item, of: readonly string[]) {
  const lists = await state.taps.lists(state, "tap_item_grants", [handleOf(state, item)], readItemGrants, {
    of,
    around: inTransaction,
  });
  const rows = lists.flatMap(({ plugin, list }) =>
    list.map((grant): Row => ({ item: item.id, revision: item.revisionId, plugin, ...grant })),
  );
  return { rows, plugins: new Set(lists.map(({ plugin }) => plugin)) };
}

/**
 * Takes out what was said of these revisions, and of those of the items that no stage shows any more, by one plugin or
 * by all.
 */
async function replaceRows(db: Db, items: readonly Item[], rows: readonly Row[], plugin: string | null): Promise<void> {
  const ids = sql.array(
    items.map(({ id }) => id),
    "uuid",
  );
  const revisions = sql.array(
    items.map(({ revisionId }) => revisionId),
    "uuid",
  );
  await db.run(sql.unsafe`
    with said as (
      delete from item_grant_missing where item_id = any(${ids}) and plugin = coalesce(${plugin}, plugin)
    )
    delete from item_grant as old where item_id = any(${ids}) and (
      (revision_id = any(${revisions}) and plugin = coalesce(${plugin}, plugin))
      or not exists (select from item where item.current_revision_id = old.revision_id and item.id = old.item_id)
        and not exists (
          select from stage_association as shown where shown.item_id = old.item_id and shown.revision_id = old.revision_id
        )
    )
  `);
  if (rows.length === 0) return;
  await db.run(sql.unsafe`
    insert into item_grant (item_id, revision_id, plugin, realm, grant_id, operation)
    select item, revision, plugin, realm, id, operation
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given (item uuid, revision uuid, plugin text, realm text, id text, operation text)
  `);
}
