import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";

/** Stage that the public sees. */
export const LIVE = "live";

const LIVE_ITEMS = sql.fragment`(select * from item where stage_id = 'live')`;

/**
 * The items of a stage as something to select from, with the columns of `item`: the live ones, as the stage has revised
 * them, without those it deletes, and those born in it. For the live stage it is the bare table behind a condition that
 * Postgres folds away, so that its indexes serve.
 */
export function itemsOfStage(stage: string): FragmentSqlToken {
  if (stage === LIVE) return LIVE_ITEMS;
  return sql.fragment`(
    select live.id, coalesce(revision.id, live.current_revision_id) as current_revision_id, live.type,
      case when revision.id is null then live.title else revision.title end as title,
      case when revision.id is null then live.author_id else revision.author_id end as author_id,
      case when revision.id is null then live.status else revision.status end as status,
      case when revision.id is null then live.promote else revision.promote end as promote,
      case when revision.id is null then live.sticky else revision.sticky end as sticky,
      case when revision.id is null then live.alias else revision.alias end as alias,
      case when revision.id is null then live.langcode else revision.langcode end as langcode,
      live.stage_id, live.created, coalesce(revision.created, live.changed) as changed,
      case when revision.id is null then live.fields else revision.fields end as fields
    from item as live
    left join stage_association as association on association.item_id = live.id and association.stage_id = ${stage}
    left join item_revision as revision on revision.id = association.revision_id
    where live.stage_id in ('live', ${stage})
      and not exists (select from stage_deletion as deletion where deletion.item_id = live.id and deletion.stage_id = ${stage})
  )`;
}
