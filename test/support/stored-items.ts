import { sql } from "slonik";
import { NIL_UUID, uuidv7 } from "../../kernel/base/ids.ts";
import type { JsonObject } from "../../kernel/base/json.ts";
import type { Db } from "../../kernel/model/db.ts";

/** Stores items with nothing but fields. A reference `{ tag: Drama }` is to the tag of that label. */
export async function storeItems(db: Db, items: readonly { readonly type: string; readonly fields: JsonObject }[]) {
  for (const { type, fields } of items) {
    const [id, revision] = [uuidv7(), uuidv7()];
    const stored = sql.jsonb(await withTags(db, fields));
    await db.run(sql.unsafe`
      with revision as (
        insert into item_revision (id, item_id, title, fields, status, promote, sticky, author_id, langcode)
        values (${revision}, ${id}, 'An item', ${stored}, 1, false, false, ${NIL_UUID}, 'und'))
      insert into item (id, current_revision_id, type, title, author_id, fields)
      values (${id}, ${revision}, ${type}, 'An item', ${NIL_UUID}, ${stored})`);
  }
}

async function withTags(db: Db, fields: JsonObject): Promise<JsonObject> {
  const entries = Object.entries(fields).map(async ([name, value]) => {
    const label = (value as { readonly tag?: string } | null)?.tag;
    if (label === undefined) return [name, value] as const;
    const tag = await db.one<{ readonly id: string }>(sql.unsafe`select id from category_tag where label = ${label}`);
    return [name, [{ target_id: tag.id, target_type: "category_tag" }]] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
