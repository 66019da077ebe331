import { hasPermission } from "../accounts/permissions.ts";
import type { HostFunctionsOf } from "../model/host-functions.ts";

export const userApi: HostFunctionsOf<"user-api"> = {
  "current-user-id": ({ state }) => state.user.id,
  "current-user-name": ({ state }) => state.user.name,
  "current-user-has-permission": ({ state }, permission) => hasPermission(state.site, state.user, permission),
};
