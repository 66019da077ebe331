import { hasPermission } from "../accounts/permissions.ts";
import type { HostContext, HostFunctionsOf } from "../model/host-functions.ts";

/** Who asks. What is made with it is made for them. */
export const userApi: HostFunctionsOf<"user-api"> = {
  "current-user-id": (context) => userOf(context, "user").id,
  "current-user-name": (context) => userOf(context, "user").name,
  "current-user-has-permission": (context, permission) =>
    hasPermission(context.state.site, userOf(context, "roles"), permission),
};

function userOf({ state }: HostContext, context: "user" | "roles") {
  state.cacheability.contexts.add(context);
  return state.user;
}
