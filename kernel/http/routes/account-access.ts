import { hasPermission } from "../../accounts/permissions.ts";
import { Fault } from "../../base/fault.ts";
import { NIL_UUID } from "../../base/ids.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { RouteAccess } from "./route.ts";

/** For who is signed in and asks for their own account. */
export const ownAccount: RouteAccess = ({ state, params }) => {
  if (!isOwn(state, params["id"]!)) throw denied();
};

/** For the same, and for who looks after the accounts of others. */
export const anyAccount: RouteAccess = ({ state, params }) => {
  if (!isOwn(state, params["id"]!) && !hasPermission(state.site, state.user, "administer users")) throw denied();
};

/** Whether an account is that of the user who asks. */
export function isOwn({ user }: Pick<RequestState, "user">, id: string): boolean {
  return user.id !== NIL_UUID && user.id === id;
}

/** Says the same whether there is such an account or not. */
function denied(): Fault {
  return new Fault("access.denied", "The account is that of somebody else, or of nobody.");
}
