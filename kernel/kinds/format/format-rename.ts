import { sql } from "slonik";
import { rewriteRevisions } from "../../content/rewrite-revisions.ts";
import type { Db } from "../../model/db.ts";
import { countText } from "../count-text.ts";
import type { Renamed } from "../kind.ts";

/** Gives a text format another name, and every text that is in it. */
export async function renameFormat(db: Db, { name, next }: Renamed): Promise<void> {
  await db.run(sql.unsafe`update text_format set name = ${next} where name = ${name}`);
  const fields = sql.fragment`(
    select jsonb_object_agg(key, case
      when jsonb_typeof(value) = 'array' then (
        select jsonb_agg(${moved(sql.fragment`entry`, name, next)} order by place)
        from jsonb_array_elements(value) with ordinality as entries (entry, place))
      else ${moved(sql.fragment`value`, name, next)} end)
    from jsonb_each(fields))`;
  await db.run(sql.unsafe`update item set fields = ${fields} where ${holdsTextIn(name)}`);
  await rewriteRevisions(db, sql.unsafe`update item_revision set fields = ${fields} where ${holdsTextIn(name)}`);
}

function moved(value: ReturnType<typeof sql.fragment>, name: string, next: string) {
  return sql.fragment`case when jsonb_typeof(${value}) = 'object' and ${value} ->> 'format' = ${name}
    then ${value} || jsonb_build_object('format', ${next}::text) else ${value} end`;
}

/** The items and revisions with a text in the format. */
export async function countRenamedFormat(db: Db, { name }: Renamed): Promise<string | null> {
  const { items, revisions } = await db.one<{ readonly items: number; readonly revisions: number }>(sql.unsafe`
    select (select count(*) from item where ${holdsTextIn(name)}) as items,
      (select count(*) from item_revision where ${holdsTextIn(name)}) as revisions`);
  if (items + revisions === 0) return null;
  return `${countText(items, "item")}, ${countText(revisions, "revision")}`;
}

/** A row with a column `fields` that holds a text in the format. */
export function holdsTextIn(format: string) {
  return sql.fragment`jsonb_path_exists(fields, '$.*[*].format ? (@ == $format)', jsonb_build_object('format', ${format}::text))`;
}
