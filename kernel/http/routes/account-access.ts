import { hasPermission } from "../../accounts/permissions.ts";
import { Fault } from "../../base/fault.ts";
import { NIL_UUID } from "../../base/ids.ts";
import type { RequestState } from "../../model/request-state.ts";
import { managedAccount } from "./admin/managed-account.ts";
import type { RouteAccess } from "./route.ts";

/** For who is signed in and asks for their own account. */
export const ownAccount: RouteAccess = ({ state, params }) => {
  if (!isOwn(state, params["id"]!)) throw denied();
};

/** For the same, and for who looks after the accounts of others. */
export const anyAccount: RouteAccess = ({ state, params }) => {
  if (!isOwn(state, params["id"]!) && !hasPermission(state.site, state.user, "administer users")) throw denied();
};

/** For the same, as far as they may change the account: nobody ends the sessions of those who hold more. */
export const managedByUser: RouteAccess = async (exchange) => {
  const { state, params } = exchange;
  await anyAccount(exchange);
  if (!isOwn(state, params["id"]!)) await managedAccount(state, params["id"]!);
};

/** Returns true when the account is that of the user who asks. */
export function isOwn({ user }: Pick<RequestState, "user">, id: string): boolean {
  return user.id !== NIL_UUID && user.id === id;
}

/** Says the same whether there is such an account or not. */
function denied(): Fault {
  return new Fault("access.denied", "The account is that of somebody else, or of nobody.");
}
