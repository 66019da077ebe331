import { sql } from "slonik";
import { Fault } from "../base/fault.ts";
import type { Db } from "../model/db.ts";
import type { AccountRow } from "./user-store.ts";

/**
 * Refuses to take away the last active account that may do everything; of two who take away each other's, one comes
 * second.
 * @throws Fault `account.last_administrator`
 */
export async function keepAnAdministrator(
  db: Db,
  account: AccountRow,
  { force = false }: { readonly force?: boolean },
): Promise<void> {
  if (force || !account.isAdmin || account.status === 0) return;
  const administrators = await db.many<{ id: string }>(
    sql.unsafe`select id from users where is_admin and status = 1 order by id for update`,
  );
  if (administrators.some(({ id }) => id !== account.id)) return;
  throw new Fault("account.last_administrator", `${account.name} is the last account that may do everything.`, {
    hint: "Make another account an administrator first.",
  });
}
