import { sql } from "slonik";
import type { AuthoredContent } from "../accounts/account-services.ts";
import { NIL_UUID } from "../base/ids.ts";
import { cacheTags } from "../model/cache.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction, markChanged } from "../model/request-state.ts";
import { deleteItem } from "./delete.ts";
import { renewGrants } from "./grant-builds.ts";
import { rewriteRevisions } from "./rewrite-revisions.ts";
import { itemTags, writeItems } from "./save.ts";

/** How many items are saved or deleted in the transaction in which their author is. */
const MOST_AT_ONCE = 500;
const BATCH = 100;

type Authored = { readonly id: string; readonly stage: string; readonly type: string; readonly title: string };

/** Fate of items whose author is deleted. */
export const authoredContent: AuthoredContent = {
  async count({ db }, author) {
    const { count } = await db.one<{ count: number }>(
      sql.unsafe`select count(*) as count from item where author_id = ${author}::uuid`,
    );
    return count;
  },
  async prepare(state, author, fate) {
    if (fate !== "delete" && fate !== "unpublish") return;
    for (;;) {
      const more = await itemsOf(state, author, fate, MOST_AT_ONCE + BATCH);
      if (more.length <= MOST_AT_ONCE) return;
      // Handles of items that are done are of no use to anybody.
      const fresh = { ...state, items: [] };
      await inTransaction(fresh, (inside) => change(inside, more.slice(0, BATCH), fate));
    }
  },
  async settle(state, author, fate) {
    if (fate === "delete" || fate === "unpublish") {
      await change(state, await itemsOf(state, author, fate, null), fate);
    }
    await giveTo(state, author, typeof fate === "object" ? fate.reassign : NIL_UUID);
  },
};

/** The items that are still to be deleted, or unpublished. */
async function itemsOf(
  { db }: RequestState,
  author: string,
  fate: "delete" | "unpublish",
  limit: number | null,
): Promise<readonly Authored[]> {
  const isLeft = fate === "delete" ? sql.fragment`true` : sql.fragment`status = 1`;
  return db.many<Authored>(sql.unsafe`
    select id, stage_id as stage, type, title from item where author_id = ${author}::uuid and ${isLeft}
    order by id limit ${limit}`);
}

/** Each in the stage that it was born in. */
async function change(state: RequestState, items: readonly Authored[], fate: "delete" | "unpublish"): Promise<void> {
  for (const [stage, born] of Map.groupBy(items, (item) => item.stage)) {
    const inStage = { ...state, stage };
    if (fate === "delete") for (const { id } of born) await deleteItem(inStage, id);
    else await unpublish(inStage, born);
  }
}

async function unpublish(state: RequestState, items: readonly Authored[]): Promise<void> {
  const drafts = items.map(({ id, type, title }) => ({
    id,
    type,
    title,
    published: false,
    authorId: NIL_UUID,
    fields: {},
  }));
  await markChanged(state, itemTags(await writeItems(state, drafts)));
}

/** Who wrote something is said anew everywhere: in items, and in all that they ever were. */
async function giveTo(state: RequestState, author: string, heir: string): Promise<void> {
  const { db } = state;
  const given = await db.many<{ id: string; type: string }>(sql.unsafe`
    update item set author_id = ${heir}::uuid where author_id = ${author}::uuid returning id, type`);
  await rewriteRevisions(
    db,
    sql.unsafe`update item_revision set author_id = ${heir}::uuid where author_id = ${author}::uuid`,
  );
  await rewriteRevisions(
    db,
    sql.unsafe`
      update item_revision set revised_by = ${heir === NIL_UUID ? null : heir}::uuid where revised_by = ${author}::uuid`,
  );
  await renewGrants(
    state,
    given.map(({ id }) => id),
  );
  await markChanged(state, [cacheTags.user(author), ...new Set(given.map(({ type }) => cacheTags.type(type)))]);
}
