import { sql } from "slonik";
import type { RequestState } from "../model/request-state.ts";

type EditingState = Pick<RequestState, "db" | "user">;

/**
 * Notes that the user has the form of an item open. It counts for some minutes; a form that is still open says so
 * again.
 */
export async function noteEditing({ db, user }: EditingState, item: string): Promise<void> {
  await db.run(sql.unsafe`
    insert into item_editing (item_id, user_id) values (${item}::uuid, ${user.id}::uuid)
    on conflict (item_id, user_id) do update set seen = now()`);
}

/** Notes that the user is done with it. */
export async function endEditing({ db, user }: EditingState, item: string): Promise<void> {
  await db.run(sql.unsafe`
    delete from item_editing where item_id = ${item}::uuid and (user_id = ${user.id}::uuid or seen < now() - interval '1 day')`);
}

/** Somebody else who has the form of an item open, and when that was last heard of. */
export type Editor = { readonly name: string; readonly seen: number };

/** Who else has the form of an item open, as far as is known. */
export function otherEditors({ db, user }: EditingState, item: string): Promise<readonly Editor[]> {
  return db.many<Editor>(sql.unsafe`
    select users.name, editing.seen from item_editing as editing join users on users.id = editing.user_id
    where editing.item_id = ${item}::uuid and editing.user_id <> ${user.id}::uuid
      and editing.seen > now() - interval '10 minutes'
    order by editing.seen desc limit 5`);
}
