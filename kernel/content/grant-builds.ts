import { sql } from "slonik";
import type { SitePlugin } from "../kinds/plugin/plugin-spec.ts";
import { cacheTags } from "../model/cache.ts";
import type { Db } from "../model/db.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction, markChanged } from "../model/request-state.ts";
import { holdGeneration } from "./generation.ts";
import { findItems } from "./load.ts";
import { storeGrants, storeGrantsOf } from "./store-grants.ts";

/** How many items are given their grants at once. */
const BATCH = 200;

type Build = { readonly after: string | null; readonly is_finished: boolean };
type Found = { readonly id: string; readonly stage_id: string };
/** `broken`: the plugin failed over an item, and the batch is to be tried again another time. */
export type BuildStep = "more" | "finished" | "broken";

/** The plugins of which all items have the grants, and what these were made with. */
export async function readBuiltGrants(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.many<{ plugin: string; signature: string }>(
    sql.unsafe`select plugin, signature from item_grant_build where is_finished`,
  );
  return new Map(rows.map(({ plugin, signature }) => [plugin, signature]));
}

/** Forgets that grants were made for the items of a plugin: they may be saved without the plugin from now on. */
export async function forgetGrantBuild(db: Db, plugin: string): Promise<void> {
  await db.run(sql.unsafe`delete from item_grant_build where plugin = ${plugin}`);
  await db.run(sql.unsafe`delete from item_grant_missing where plugin = ${plugin}`);
}

/** The same of all plugins: what items hold was changed by an apply, and what depends on it is to be said anew. */
export async function forgetGrantBuilds(db: Db): Promise<void> {
  await db.run(sql.unsafe`delete from item_grant_build`);
}

/** Takes out all that the plugin ever said of items. */
export async function deleteGrants(db: Db, plugin: string): Promise<void> {
  await forgetGrantBuild(db, plugin);
  await db.run(sql.unsafe`delete from item_grant where plugin = ${plugin}`);
}

/**
 * Gives the next items that were there before a plugin its grants, in a transaction of its own: whoever stops or dies
 * has done whole batches, and another goes on. Several may do it at once; they take turns.
 * @throws Fault `site.behind`
 */
export async function buildNextGrants(state: RequestState, plugin: SitePlugin): Promise<BuildStep> {
  return inTransaction(state, async (inside) => {
    await holdGeneration(inside);
    const build = await claimBuild(inside.db, plugin);
    if (build === null || build.is_finished) return "finished";
    const found = await nextItems(inside.db, plugin, build.after);
    const shown = await shownVersions(inside, found);
    for (const [stage, items] of shown) {
      if (!(await storeGrantsOf({ ...inside, stage }, plugin.name, items))) return "broken";
    }
    const isFinished = found.length < BATCH;
    await inside.db.run(sql.unsafe`
      update item_grant_build set after = coalesce(${found.at(-1)?.id ?? null}::uuid, after), is_finished = ${isFinished}
      where plugin = ${plugin.name}
    `);
    if (isFinished) await markChanged(inside, typesOf(inside, plugin).map(cacheTags.type));
    return isFinished ? "finished" : "more";
  });
}

/**
 * Asks a plugin again about the items that it broke over when they were saved, those first that it was asked about
 * longest ago; a batch of them in a transaction. Those that it breaks over again wait for the next time.
 * @throws Fault `site.behind`
 */
export async function retryGrants(state: RequestState, plugin: SitePlugin): Promise<void> {
  await inTransaction(state, async (inside) => {
    const found = await inside.db.many<Found>(sql.unsafe`
      select id, stage_id from item_grant_missing join item on id = item_id where plugin = ${plugin.name}
      order by asked_at limit ${BATCH} for update of item, item_grant_missing skip locked
    `);
    if (found.length === 0) return;
    await holdGeneration(inside);
    const broken = new Set<string>();
    for (const [stage, items] of await shownVersions(inside, found)) {
      for (const item of items) {
        if (!(await storeGrantsOf({ ...inside, stage }, plugin.name, [item]))) broken.add(item.id);
      }
    }
    await inside.db.run(sql.unsafe`
      insert into item_grant_missing (plugin, item_id) select ${plugin.name}, unnest(${sql.array([...broken], "uuid")})
      on conflict (plugin, item_id) do update set asked_at = now()
    `);
    if (broken.size < found.length) await markChanged(inside, typesOf(inside, plugin).map(cacheTags.type));
  });
}

/** Has the plugins say anew who may do what with items of which something was changed otherwise than by a save. */
export async function renewGrants(state: RequestState, ids: readonly string[]): Promise<void> {
  if (!state.taps.has("tap_item_grants")) return;
  for (let from = 0; from < ids.length; from += BATCH) {
    // Handles of items that are done are of no use to anybody.
    const fresh = { ...state, items: [] };
    const batch = sql.array(ids.slice(from, from + BATCH), "uuid");
    const found = await state.db.many<Found>(sql.unsafe`select id, stage_id from item where id = any(${batch})`);
    for (const [stage, items] of await shownVersions(fresh, found)) await storeGrants({ ...fresh, stage }, items);
  }
}

/**
 * How far it is. It begins anew when the plugin is another than the one that began. Null when the plugin was disabled
 * meanwhile.
 */
async function claimBuild(db: Db, { name, givesGrants }: SitePlugin): Promise<Build | null> {
  const enabled = await db.maybe(sql.unsafe`select from system where name = ${name} and status = 1 for share`);
  if (enabled === null) return null;
  return db.one<Build>(sql.unsafe`
    insert into item_grant_build as build (plugin, signature) values (${name}, ${givesGrants!.signature})
    on conflict (plugin) do update set signature = excluded.signature,
      after = case when build.signature = excluded.signature then build.after end,
      is_finished = build.is_finished and build.signature = excluded.signature
    returning after, is_finished
  `);
}

/** In the order of their ids; they stay as they are until the transaction ends. */
function nextItems(db: Db, { givesGrants }: SitePlugin, after: string | null): Promise<readonly Found[]> {
  const { types } = givesGrants!;
  const ofTypes = types === "all" ? sql.fragment`true` : sql.fragment`type = any(${sql.array([...types], "text")})`;
  const beyond = after === null ? sql.fragment`true` : sql.fragment`id > ${after}::uuid`;
  return db.many<Found>(sql.unsafe`
    select id, stage_id from item where ${ofTypes} and ${beyond} order by id limit ${BATCH} for update
  `);
}

/** The items by the stages that show a version of their own of them. */
async function shownVersions(
  { db, site }: RequestState,
  found: readonly Found[],
): Promise<readonly (readonly [string, readonly Item[]])[]> {
  const ids = sql.array(
    found.map(({ id }) => id),
    "uuid",
  );
  const revised = await db.many<Found>(
    sql.unsafe`select item_id as id, stage_id from stage_association where item_id = any(${ids})`,
  );
  const byStage = Map.groupBy([...found, ...revised], ({ stage_id }) => stage_id);
  const shown: (readonly [string, readonly Item[]])[] = [];
  for (const [stage, entries] of byStage) {
    const items = await findItems(
      { db, site, stage },
      entries.map(({ id }) => id),
    );
    shown.push([stage, [...items.values()]]);
  }
  return shown;
}

function typesOf({ site }: RequestState, { givesGrants }: SitePlugin): readonly string[] {
  return givesGrants!.types === "all" ? [...site.types.keys()] : givesGrants!.types;
}
