import { sql } from "slonik";
import type { RequestState } from "../model/request-state.ts";
import { accessCondition } from "./access.ts";
import { itemsOfStage } from "./stage.ts";

/** An item in the list of all content. Times are milliseconds since 1970. */
export type ContentRow = {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly authorId: string;
  readonly author: string | null;
  readonly published: boolean;
  readonly changed: number;
};

/** Finds the content that the user may see, the newest first. */
export async function findContent(state: RequestState, limit: number): Promise<readonly ContentRow[]> {
  return state.db.many<ContentRow>(sql.unsafe`
    select item.id, item.type, item.title, item.author_id as "authorId", users.name as author,
      item.status = 1 as published, item.changed
    from ${itemsOfStage(state.stage)} as item left join users on users.id = item.author_id
    where ${accessCondition(state, "item")}
    order by item.id desc limit ${limit}`);
}
