import { Fault } from "../base/fault.ts";
import { NIL_UUID } from "../base/ids.ts";
import type { RequestState, User } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";

/** The visitor who has not signed in. */
export const ANONYMOUS: User = { id: NIL_UUID, name: "anonymous", roles: ["anonymous"], isAdmin: false };

/** Who imports and commands act as: may do everything, and is nobody as an author. */
export const SYSTEM: User = { id: NIL_UUID, name: "system", roles: [], isAdmin: true };

/** The permissions that every site has. */
export const SITE_PERMISSIONS = [
  "access content",
  "view own unpublished content",
  "view unpublished content",
  "administer content types",
  "administer categories",
  "administer users",
  "administer permissions",
  "access administration pages",
  "access configuration",
  "access reports",
  "use stages",
] as const;

/** Returns true when `user` has `permission`, by the roles of the snapshot. Asks no database. */
export function hasPermission(site: Pick<Site, "roles">, user: User, permission: string): boolean {
  if (user.isAdmin) return true;
  return user.roles.some((name) => {
    const role = site.roles.get(name);
    return role !== undefined && (role.allPermissions || role.permissions.has(permission));
  });
}

/**
 * Refuses a user who may not do what `permission` names; nothing is asked where there is none. @throws Fault
 * `access.denied`
 */
export function demand({ site, user }: Pick<RequestState, "site" | "user">, permission: string | undefined): void {
  if (permission === undefined || hasPermission(site, user, permission)) return;
  throw new Fault("access.denied", `${user.name} does not have the permission ${permission}.`);
}
