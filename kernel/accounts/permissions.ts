import { Fault } from "../base/fault.ts";
import { NIL_UUID } from "../base/ids.ts";
import type { RequestState, User } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";

/** The visitor who has not signed in. */
export const ANONYMOUS: User = { id: NIL_UUID, name: "anonymous", roles: ["anonymous"], isAdmin: false };

/** Who imports and commands act as: may do everything, and is nobody as an author. */
export const SYSTEM: User = { id: NIL_UUID, name: "system", roles: [], isAdmin: true };

const SITE_PERMISSIONS = [
  "access content",
  "view own unpublished content",
  "view unpublished content",
  "administer categories",
  "administer users",
  "administer permissions",
  "access administration pages",
  "access configuration",
  "access reports",
  "use stages",
] as const;

/** The permissions that come with each content type, as their verbs are named: `edit own film content`. */
export const typePermissions = {
  create: (type: string) => `create ${type} content`,
  editOwn: (type: string) => `edit own ${type} content`,
  editAny: (type: string) => `edit any ${type} content`,
  deleteOwn: (type: string) => `delete own ${type} content`,
  deleteAny: (type: string) => `delete any ${type} content`,
  viewRevisions: (type: string) => `view ${type} revisions`,
  revertRevisions: (type: string) => `revert ${type} revisions`,
  deleteRevisions: (type: string) => `delete ${type} revisions`,
} as const;

const vocabularyPermissions = [
  (vocabulary: string) => `create ${vocabulary} tags`,
  (vocabulary: string) => `edit ${vocabulary} tags`,
  (vocabulary: string) => `delete ${vocabulary} tags`,
] as const;

/** What there is on a site: the names of its types, vocabularies and text formats, and the permissions that plugins add. */
export type PermissionSources = {
  readonly types: Iterable<string>;
  readonly vocabularies: Iterable<string>;
  readonly formats: Iterable<string>;
  readonly plugins: Iterable<string>;
};

/** Permissions that belong together: those of the site itself, or those that come with one object. */
export type PermissionGroup = {
  readonly of: "site" | "type" | "vocabulary" | "formats" | "plugins";
  /** The machine name of the type or vocabulary; empty for the others. */
  readonly name: string;
  readonly permissions: readonly string[];
};

/** Every permission that a role may name, in groups; groups without any are left out. */
export function permissionGroups(sources: PermissionSources): readonly PermissionGroup[] {
  const make = (of: PermissionGroup["of"], name: string, permissions: readonly string[]) => ({ of, name, permissions });
  const groups: readonly PermissionGroup[] = [
    make("site", "", SITE_PERMISSIONS),
    ...[...sources.types].map((type) =>
      make(
        "type",
        type,
        Object.values(typePermissions).map((of) => of(type)),
      ),
    ),
    ...[...sources.vocabularies].map((name) =>
      make(
        "vocabulary",
        name,
        vocabularyPermissions.map((of) => of(name)),
      ),
    ),
    make(
      "formats",
      "",
      [...sources.formats].map((format) => `use ${format}`),
    ),
    make("plugins", "", [...sources.plugins]),
  ];
  return groups.filter(({ permissions }) => permissions.length > 0);
}

/** Every permission that a role may name. */
export function permissionCatalogue(sources: PermissionSources): ReadonlySet<string> {
  return new Set(permissionGroups(sources).flatMap(({ permissions }) => permissions));
}

/** Whether `user` may do what `permission` names, by the roles of the snapshot. Asks no database. */
export function hasPermission(site: Pick<Site, "roles">, user: User, permission: string): boolean {
  if (user.isAdmin) return true;
  return user.roles.some((name) => {
    const role = site.roles.get(name);
    return role !== undefined && (role.allPermissions || role.permissions.has(permission));
  });
}

/** Refuses a user who may not do what `permission` names; nothing is asked where there is none. @throws Fault `access.denied` */
export function demand({ site, user }: Pick<RequestState, "site" | "user">, permission: string | undefined): void {
  if (permission === undefined || hasPermission(site, user, permission)) return;
  throw new Fault("access.denied", `${user.name} does not have the permission ${permission}.`);
}
