import { sql } from "slonik";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { removeRevisions } from "./remove-revisions.ts";

/** Deletes the oldest revisions of items whose type keeps only some; what the site or a stage shows always stays. */
export async function pruneRevisions({ db, site }: RequestState, items: readonly Item[]): Promise<void> {
  for (const [type, ofType] of Map.groupBy(items, (item) => item.type)) {
    const keep = site.types.get(type)?.spec.revisions?.keep;
    if (keep === undefined) continue;
    const ids = ofType.map(({ id }) => id);
    await removeRevisions(
      db,
      sql.fragment`revision.id in (
        select id from (
          select id, row_number() over (partition by item_id order by id desc) as place
          from item_revision where item_id = any(${sql.array(ids, "uuid")})
        ) as numbered where place > ${keep}
      )`,
    );
  }
}
