import { SITE_PERMISSIONS } from "../accounts/permissions.ts";
import type { KindName } from "../model/kind-types.ts";
import type { PermissionGroup } from "../model/permission-group.ts";
import type { Site } from "../model/site.ts";
import { say } from "../words/say.ts";
import { KINDS_IN_ORDER, kindOf } from "./kinds.ts";

/**
 * Every permission that a role may name: those of every site, those that come with objects, of which `namesOf` tells,
 * and those of plugins.
 */
export function permissionCatalogue(
  namesOf: (kind: KindName) => Iterable<string>,
  ofPlugins: Iterable<string>,
): ReadonlySet<string> {
  const ofObjects = withPermissions().flatMap(({ name: kind, permissions }) =>
    [...namesOf(kind)].flatMap((name) => permissions.of(name)),
  );
  return new Set([...SITE_PERMISSIONS, ...ofObjects, ...ofPlugins]);
}

/** The same for a site, in groups for people; those without any are left out. */
export function permissionGroups(site: Site, ofPlugins: Iterable<string>): readonly PermissionGroup[] {
  const ofObjects = withPermissions().flatMap(({ name: kind, folder, permissions }) =>
    permissions.groups(site).map(({ name, title, objects }) => ({
      id: name === null ? folder! : `${kind}_${name}`,
      title,
      permissions: [...objects].flatMap((object) => permissions.of(object)),
    })),
  );
  const groups = [
    { id: "site", title: say(site, "roles.group_site"), permissions: SITE_PERMISSIONS },
    ...ofObjects,
    { id: "plugins", title: say(site, "roles.group_plugins"), permissions: [...ofPlugins] },
  ];
  return groups.filter(({ permissions }) => permissions.length > 0);
}

/** The permissions that come with an object which is called `next` from now on, with what they are called then. */
export function renamedPermissions(kind: KindName, name: string, next: string): ReadonlyMap<string, string> {
  const { permissions } = kindOf(kind);
  if (permissions === null) return new Map();
  const after = permissions.of(next);
  return new Map(permissions.of(name).map((permission, index) => [permission, after[index]!]));
}

/** The kinds whose objects come with permissions; first those that people look for first, which refer to the others. */
function withPermissions() {
  return KINDS_IN_ORDER.toReversed().flatMap(({ permissions, ...kind }) =>
    permissions === null ? [] : [{ ...kind, permissions }],
  );
}
