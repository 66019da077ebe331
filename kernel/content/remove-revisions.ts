import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import type { Db } from "../model/db.ts";
import { rewriteRevisions } from "./rewrite-revisions.ts";

/**
 * Deletes the revisions that `condition` names (of `revision`) with what was granted for them, but for those that are
 * shown somewhere.
 * @returns how many
 */
export function removeRevisions(db: Db, condition: FragmentSqlToken): Promise<number> {
  return rewriteRevisions(
    db,
    sql.unsafe`
      with removed as (
        delete from item_revision as revision
        where ${condition}
          and not exists (select from item where item.current_revision_id = revision.id)
          and not exists (select from stage_association where stage_association.revision_id = revision.id)
        returning revision.id
      ), ungranted as (
        delete from item_grant using removed where item_grant.revision_id = removed.id
      )
      select id from removed`,
  );
}
