import { sql } from "slonik";
import type { JsonObject } from "../base/json.ts";
import { cacheTags } from "../model/cache.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction, markChanged } from "../model/request-state.ts";
import type { ChangeOptions } from "./account-changes.ts";
import { requireAccount } from "./account-changes.ts";
import { auditAccount, tellPlugins } from "./account-events.ts";
import type { AccountServices, ContentFate } from "./account-services.ts";
import { keepAnAdministrator } from "./last-administrator.ts";

/**
 * Deletes an account and its sessions; `content` says what becomes of what it has written. Where that is more than fits
 * one transaction, it is done some at a time first, and the account is deleted last.
 * @throws Fault `account.missing`, `account.last_administrator`; `item.invalid` where content cannot be saved
 * unpublished
 */
export async function deleteAccount(
  state: RequestState,
  services: AccountServices,
  id: string,
  { content, force = false, permit }: { readonly content: ContentFate } & Pick<ChangeOptions, "force" | "permit">,
): Promise<void> {
  const known = await requireAccount(state.db, id);
  if (typeof content === "object") await requireAccount(state.db, content.reassign);
  await keepAnAdministrator(state.db, known, { force });
  await services.content.prepare(state, id, content);
  await inTransaction(state, async (inside) => {
    const account = await requireAccount(inside.db, id, true);
    permit?.(account);
    await keepAnAdministrator(inside.db, account, { force });
    const items = await services.content.count(inside, id);
    await services.content.settle(inside, id, content);
    await tellPlugins(inside, "delete", account);
    await inside.db.run(sql.unsafe`delete from users where id = ${id}::uuid`);
    const fate: JsonObject = typeof content === "object" ? { content: "reassign", to: content.reassign } : { content };
    await auditAccount(inside, account, "deleted", { ...fate, items });
    await services.sessions.endOfUser(id);
  });
  await services.sessions.endOfUser(id);
  await markChanged(state, [cacheTags.user(id)]);
}
