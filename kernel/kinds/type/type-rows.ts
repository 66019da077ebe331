import { sql } from "slonik";
import type { Json } from "../../base/json.ts";
import { rewriteRevisions } from "../../content/rewrite-revisions.ts";
import type { Db } from "../../model/db.ts";

/** Forms of a value that is not there. */
export const EMPTY = sql.fragment`('null'::jsonb, '[]'::jsonb)`;

/** How many items a type has. */
export async function countOfType(db: Db, type: string): Promise<number> {
  const { items } = await db.one<{ readonly items: number }>(
    sql.unsafe`select count(*) as items from item where type = ${type}`,
  );
  return items;
}

/** Where values of a field lie: in the rows of a type, under a key. */
export type FieldRows = { readonly type: string; readonly key: string };

/** How many items of a type there are, and how many of them have no value in a field. */
export async function countWithout(db: Db, { type, key }: FieldRows): Promise<{ items: number; without: number }> {
  return db.one(sql.unsafe`
    select count(*) as items,
      count(*) filter (where coalesce(fields -> ${key}, 'null'::jsonb) in ${EMPTY}) as without
    from item where type = ${type}`);
}

/** How many items hold a value in a field, in any of their revisions. */
export async function countHolding(db: Db, { type, key }: FieldRows): Promise<number> {
  const { items } = await db.one<{ readonly items: number }>(sql.unsafe`
    select count(distinct item.id) as items
    from item join item_revision as revision on revision.item_id = item.id
    where item.type = ${type} and coalesce(revision.fields -> ${key}, 'null'::jsonb) not in ${EMPTY}`);
  return items;
}

/** Takes all that a field holds out of items and their revisions, for good. */
export async function takeOutValues(db: Db, { type, key }: FieldRows): Promise<void> {
  await db.run(sql.unsafe`update item set fields = fields - ${key} where type = ${type} and fields ? ${key}`);
  await rewriteRevisions(
    db,
    sql.unsafe`
      update item_revision as revision set fields = revision.fields - ${key}
      from item where item.id = revision.item_id and item.type = ${type} and revision.fields ? ${key}`,
  );
}

/** One value that a field holds, and how often. */
export type HeldValue = { readonly value: Json; readonly items: number; readonly revisions: number };

/** As the statement below says. */
const AT_ONCE = 5_000;

/**
 * Every different value that a field holds, in items and in their revisions, in order, some thousands at a time. In a
 * transaction.
 */
export async function* heldValues(db: Db, { type, key }: FieldRows): AsyncGenerator<readonly HeldValue[]> {
  await db.run(sql.unsafe`
    declare held_values no scroll cursor for
    select value, count(*) filter (where is_item) as items, count(*) filter (where not is_item) as revisions
    from (
      select fields -> ${key} as value, true as is_item from item where type = ${type}
      union all
      select revision.fields -> ${key}, false
      from item_revision as revision join item on item.id = revision.item_id where item.type = ${type}
    ) as held
    where coalesce(value, 'null'::jsonb) not in ${EMPTY}
    group by value order by items desc, value::text collate "C"`);
  try {
    for (;;) {
      const values = await db.many<HeldValue>(sql.unsafe`fetch 5000 from held_values`);
      if (values.length > 0) yield values;
      if (values.length < AT_ONCE) return;
    }
  } finally {
    await db.run(sql.unsafe`close held_values`);
  }
}
