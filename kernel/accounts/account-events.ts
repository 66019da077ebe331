import { NIL_UUID } from "../base/ids.ts";
import type { JsonObject } from "../base/json.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction } from "../model/request-state.ts";
import { recordAudit } from "./audit.ts";
import type { AccountRow } from "./user-store.ts";

type Subject = Pick<AccountRow, "id" | "name" | "roles">;
export type AccountAction =
  | "created"
  | "updated"
  | "blocked"
  | "unblocked"
  | "deleted"
  | "roles_changed"
  | "password_changed"
  | "signed_in"
  | "reset_requested";

/** The subject of an account in the audit. */
export function auditSubject(id: string): string {
  return `user.${id}`;
}

/** Writes into the audit what the user of the request did to an account. */
export async function auditAccount(
  { db, user }: Pick<RequestState, "db" | "user">,
  account: Subject,
  action: AccountAction,
  detail: JsonObject = {},
): Promise<void> {
  const by: JsonObject = user.id === NIL_UUID ? {} : { by: user.id };
  await recordAudit(db, {
    actor: user.name,
    action: `account.${action}`,
    subject: auditSubject(account.id),
    detail: { name: account.name, ...by, ...detail },
  });
}

/** Tells the plugins, in the transaction that is open: what one wrote before it broke is undone, and nothing else. */
export async function tellPlugins(
  state: RequestState,
  event: "login" | "logout" | "register" | "update" | "delete",
  { id, name, roles }: Subject,
): Promise<void> {
  const tap = `tap_user_${event}` as const;
  if (state.taps.has(tap)) await state.taps.each(state, tap, [{ id, name, roles }], inTransaction);
}
