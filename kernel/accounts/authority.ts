import type { Role } from "../kinds/role/role-spec.ts";
import type { User } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";
import { hasPermission } from "./permissions.ts";
import type { AccountRow } from "./user-store.ts";

type Roles = Pick<Site, "roles">;

/** Returns true when `user` may do everything, by a role or by the account itself. */
export function mayEverything({ roles }: Roles, user: User): boolean {
  return user.isAdmin || user.roles.some((name) => roles.get(name)?.allPermissions === true);
}

/**
 * Returns true when `user` may give and take away `role`: nobody hands out more than they hold, and only those who hold
 * every permission hand out all of them.
 */
export function mayGive(site: Roles, user: User, role: Role): boolean {
  if (mayEverything(site, user)) return true;
  return !role.allPermissions && [...role.permissions].every((permission) => hasPermission(site, user, permission));
}

/**
 * Returns true when `user` may change, block or delete `account`: an administrator only by another one, and nobody who
 * holds more than they do. Else whoever manages accounts could set a password and sign in as more than they are.
 */
export function mayManage(site: Roles, user: User, { isAdmin, roles }: Pick<AccountRow, "isAdmin" | "roles">): boolean {
  if (user.isAdmin) return true;
  if (isAdmin) return false;
  // A role that this snapshot does not know is one of a newer generation, which may hold anything.
  return (
    mayEverything(site, user) ||
    roles.every((name) => site.roles.has(name) && mayGive(site, user, site.roles.get(name)!))
  );
}
