import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import { Fault } from "../base/fault.ts";
import { isUuid } from "../base/ids.ts";
import type { FieldValue, Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction } from "../model/request-state.ts";
import { say } from "../words/say.ts";
import { removeRevisions } from "./remove-revisions.ts";
import { currentFields } from "./row.ts";
import { saveItem } from "./save.ts";

/** A revision in the history of an item. Times are milliseconds since 1970. */
export type RevisionRow = {
  readonly id: string;
  readonly title: string;
  readonly created: number;
  readonly published: boolean;
  readonly logMessage: string;
  readonly revisedBy: string | null;
  /** The name of whoever made it; null when nobody in particular did, or the account is gone. */
  readonly reviser: string | null;
  /** How many of its fields differ from the revision before, the title among them; null of the first. */
  readonly changedFields: number | null;
  /** By how many characters it is longer than the one before. */
  readonly growth: number | null;
};

/** A page of the history of an item, the newest first: those before the revision `before`. */
export function listRevisions(
  { db }: Pick<RequestState, "db">,
  itemId: string,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<readonly RevisionRow[]> {
  const from = before === null ? sql.fragment`` : sql.fragment`and revision.id < ${before}::uuid`;
  return db.many<RevisionRow>(sql.unsafe`
    select revision.id, revision.title, revision.created, revision.status = 1 as published,
      revision.log_message as "logMessage", revision.revised_by as "revisedBy", users.name as reviser,
      case when previous.id is not null then (
        select count(*) from jsonb_each(revision.fields) as now full join jsonb_each(previous.fields) as old using (key)
        where now.value is distinct from old.value
      ) + (revision.title <> previous.title)::int end as "changedFields",
      case when previous.id is not null then
        ${lengthOf("revision")} - ${lengthOf("previous")}
      end as growth
    from (
      select * from item_revision as revision where revision.item_id = ${itemId}::uuid ${from}
      order by revision.id desc limit ${limit}
    ) as revision
    left join lateral (
      select id, title, fields from item_revision as older
      where older.item_id = revision.item_id and older.id < revision.id order by older.id desc limit 1
    ) as previous on true
    left join users on users.id = revision.revised_by
    order by revision.id desc`);
}

/** How many characters a revision has: those of its title and of the values of its fields. */
function lengthOf(revision: "revision" | "previous"): FragmentSqlToken {
  const column = (name: string) => sql.identifier([revision, name]);
  return sql.fragment`(length(${column("title")}) + (
    select coalesce(sum(length(value #>> '{}')), 0)
    from jsonb_path_query(${column("fields")}, 'strict $.**.value', '{}', true) as value
  ))`;
}

/** How many revisions an item has. */
export async function countRevisions({ db }: Pick<RequestState, "db">, itemId: string): Promise<number> {
  const { count } = await db.one<{ count: number }>(
    sql.unsafe`select count(*) as count from item_revision where item_id = ${itemId}::uuid`,
  );
  return count;
}

/** An item as one of its revisions has it, with what is known of the revision. */
export type Revision = {
  readonly item: Item;
  readonly logMessage: string;
  readonly reviser: string | null;
  readonly created: number;
};

type Stored = {
  readonly id: string;
  readonly title: string;
  readonly fields: { readonly [name: string]: FieldValue };
  readonly status: number;
  readonly promote: boolean;
  readonly sticky: boolean;
  readonly author_id: string;
  readonly alias: string | null;
  readonly langcode: string;
  readonly log_message: string;
  readonly created: number;
  readonly reviser: string | null;
};

/** `item` as its revision `id` has it. @throws Fault `item.revision_missing` */
export async function getRevision(state: Pick<RequestState, "db" | "site">, item: Item, id: string): Promise<Revision> {
  const found = isUuid(id) ? await findOne(state, item, sql.fragment`revision.id = ${id}::uuid`) : null;
  if (found === null) throw missing(item, id);
  return found;
}

/** The revision before `id`; null when that is the first. */
export function findPrevious(
  state: Pick<RequestState, "db" | "site">,
  item: Item,
  id: string,
): Promise<Revision | null> {
  return findOne(state, item, sql.fragment`revision.id < ${id}::uuid`);
}

async function findOne(
  { db, site }: Pick<RequestState, "db" | "site">,
  item: Item,
  condition: FragmentSqlToken,
): Promise<Revision | null> {
  const row = await db.maybe<Stored>(sql.unsafe`
    select revision.*, users.name as reviser from item_revision as revision
    left join users on users.id = revision.revised_by
    where revision.item_id = ${item.id}::uuid and ${condition} order by revision.id desc limit 1`);
  if (row === null) return null;
  const shown: Item = {
    ...item,
    revisionId: row.id,
    title: row.title,
    fields: currentFields(row.fields, site.types.get(item.type)),
    published: row.status === 1,
    promote: row.promote,
    sticky: row.sticky,
    authorId: row.author_id,
    alias: row.alias,
    langcode: row.langcode,
    changed: row.created,
  };
  return { item: shown, logMessage: row.log_message, reviser: row.reviser, created: row.created };
}

/**
 * Makes a new revision of `item` with the title and the fields of an older one. Whether it is published, and who wrote
 * it, stays as it is.
 * @throws Fault `item.revision_missing`; as `saveItem`, when the type asks for more by now
 */
export async function revertItem(state: RequestState, item: Item, revisionId: string): Promise<Item> {
  const { item: old } = await getRevision(state, item, revisionId);
  const names = [...(state.site.types.get(item.type)?.fields.keys() ?? [])];
  return saveItem(state, {
    id: item.id,
    type: item.type,
    title: old.title,
    fields: Object.fromEntries(names.map((name) => [name, old.fields[name] ?? null])),
    logMessage: say(state.site, "content.reverted_log", { id: revisionId }),
    baseRevisionId: item.revisionId,
  });
}

/** Deletes one revision of `item`. @throws Fault `item.revision_missing`, `item.revision_needed` */
export async function deleteRevision(state: RequestState, item: Item, revisionId: string): Promise<void> {
  await getRevision(state, item, revisionId);
  const removed = await inTransaction(state, ({ db }) =>
    removeRevisions(db, sql.fragment`revision.id = ${revisionId}::uuid`),
  );
  if (removed > 0) return;
  throw new Fault("item.revision_needed", "The revision is shown on the site or in a stage, and stays.");
}

function missing(item: Item, id: string): Fault {
  return new Fault("item.revision_missing", `${item.title} has no revision ${id}.`);
}
