import { sql } from "slonik";
import type { RequestState } from "../model/request-state.ts";

/** Draft of a form of an item: typed and not saved yet. Times are milliseconds since 1970. */
export type Draft = {
  /** The revision that the form was opened with; null of a new item. */
  readonly baseRevisionId: string | null;
  /** The form as it would be sent. */
  readonly content: string;
  readonly saved: number;
};

/** Whose form it is: that of an item, or that of a new item of a type. */
export type DraftOf = { readonly item: string } | { readonly type: string };

type DraftState = Pick<RequestState, "db" | "user" | "stage">;

/** The draft that the user has in the stage; null when there is none. */
export function findDraft({ db, user, stage }: DraftState, of: DraftOf): Promise<Draft | null> {
  return db.maybe<Draft>(sql.unsafe`
    select base_revision_id as "baseRevisionId", content, saved from item_draft
    where user_id = ${user.id}::uuid and stage_id = ${stage} and subject = ${subjectOf(of)}`);
}

/** Keeps what was typed so far in the place of what was kept before. @returns when it was kept */
export async function keepDraft(
  { db, user, stage }: DraftState,
  of: DraftOf,
  { baseRevisionId, content }: Omit<Draft, "saved">,
): Promise<number> {
  const item = "item" in of ? of.item : null;
  const { saved } = await db.one<{ saved: number }>(sql.unsafe`
    insert into item_draft (user_id, stage_id, subject, item_id, base_revision_id, content)
    values (${user.id}::uuid, ${stage}, ${subjectOf(of)}, ${item}::uuid, ${baseRevisionId}::uuid, ${content})
    on conflict (user_id, stage_id, subject)
    do update set base_revision_id = excluded.base_revision_id, content = excluded.content, saved = now()
    returning saved`);
  return saved;
}

/** Forgets the draft: it was saved, or is not wanted. */
export async function forgetDraft({ db, user, stage }: DraftState, of: DraftOf): Promise<void> {
  await db.run(sql.unsafe`
    delete from item_draft where user_id = ${user.id}::uuid and stage_id = ${stage} and subject = ${subjectOf(of)}`);
}

/** A draft in the list of all that a user has. */
export type DraftRow = {
  /** Null of a new item. */
  readonly itemId: string | null;
  readonly type: string;
  /** The title of the item; null of a new one. */
  readonly title: string | null;
  readonly saved: number;
};

/** The drafts of the user in the stage, the latest first. */
export function listDrafts({ db, user, stage }: DraftState, limit: number): Promise<readonly DraftRow[]> {
  return db.many<DraftRow>(sql.unsafe`
    select draft.item_id as "itemId", coalesce(item.type, draft.subject) as type, item.title, draft.saved
    from item_draft as draft left join item on item.id = draft.item_id
    where draft.user_id = ${user.id}::uuid and draft.stage_id = ${stage}
    order by draft.saved desc limit ${limit}`);
}

/** Forgets the drafts that nobody came back to for a month. */
export async function forgetOldDrafts({ db }: Pick<RequestState, "db">): Promise<void> {
  await db.run(sql.unsafe`delete from item_draft where saved < now() - interval '30 days'`);
}

function subjectOf(of: DraftOf): string {
  return "item" in of ? of.item : of.type;
}
