import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import { rewriteRevisions } from "../content/rewrite-revisions.ts";
import type { Db } from "../model/db.ts";

/** Targets of references: a query of ids, as text. */
export type Targets = FragmentSqlToken;

/** The items of a type. */
export function itemsOfType(type: string): Targets {
  return sql.fragment`select id::text from item where type = ${type}`;
}

/** The tags of a vocabulary. */
export function tagsOfVocabulary(vocabulary: string): Targets {
  return sql.fragment`
    select category_tag.id::text from category_tag join category on category.id = category_id
    where machine_name = ${vocabulary}`;
}

/** How many other items refer to any of `targets`, in any of their revisions. */
export async function countReferring(db: Db, targets: Targets): Promise<number> {
  const { items } = await db.one<{ readonly items: number }>(sql.unsafe`
    select count(distinct item_id) as items from item_revision
    where ${refers(targets)} and item_id::text not in (${targets})`);
  return items;
}

/** Takes every reference to `targets` out of the other items and their revisions: what they led to is about to go. */
export async function takeOutReferences(db: Db, targets: Targets): Promise<void> {
  await db.run(sql.unsafe`
    update item set fields = ${without(targets)} where ${refers(targets)} and id::text not in (${targets})`);
  await rewriteRevisions(
    db,
    sql.unsafe`
      update item_revision set fields = ${without(targets)}
      where ${refers(targets)} and item_id::text not in (${targets})`,
  );
}

function refers(targets: Targets): FragmentSqlToken {
  return sql.fragment`exists (
    select from jsonb_path_query(fields, '$.*[*].target_id') as target where target #>> '{}' in (${targets}))`;
}

/** `fields` without these references; a field that held nothing else is empty then. */
function without(targets: Targets): FragmentSqlToken {
  const isGone = (value: FragmentSqlToken) =>
    sql.fragment`(jsonb_typeof(${value}) = 'object' and coalesce(${value} ->> 'target_id' in (${targets}), false))`;
  const value = sql.fragment`field.value`;
  const entry = sql.fragment`entry.value`;
  return sql.fragment`(
    select coalesce(jsonb_object_agg(field.key, case when jsonb_typeof(${value}) <> 'array' then ${value} else (
        select coalesce(jsonb_agg(${entry} order by ordinality), '[]')
        from jsonb_array_elements(${value}) with ordinality as entry where not ${isGone(entry)}) end)
      filter (where not ${isGone(value)}), '{}')
    from jsonb_each(fields) as field)`;
}
