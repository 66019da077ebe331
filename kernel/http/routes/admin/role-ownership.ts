import { mayGive } from "../../../accounts/authority.ts";
import { Fault } from "../../../base/fault.ts";
import { permissionGroups } from "../../../kinds/permission-catalogue.ts";
import type { Role } from "../../../kinds/role/role-spec.ts";
import type { PermissionGroup } from "../../../model/permission-group.ts";
import type { RequestState } from "../../../model/request-state.ts";
import type { Site } from "../../../model/site.ts";
import type { RoleOwnership } from "../../../pages/admin/permissions-page.ts";
import type { RoleParts } from "../../../pages/admin/role-forms.ts";
import type { RouteServices, SiteConfiguration } from "../../http-services.ts";

/** All permissions that there are on a site. */
export async function groupsOf({ configuration }: RouteServices, site: Site): Promise<readonly PermissionGroup[]> {
  return permissionGroups(site, await configuration.pluginPermissions());
}

/** The roles in their order, each with who owns it and what the user may do with it. */
export async function rolesWithOwners(
  { configuration }: RouteServices,
  { site, user }: Pick<RequestState, "site" | "user">,
): Promise<readonly RoleOwnership[]> {
  const isLocked = (await configuration.lockedBy()) !== null;
  const roles = [...site.roles.values()].toSorted(
    (left, right) => left.weight - right.weight || (left.name < right.name ? -1 : 1),
  );
  return Promise.all(
    roles.map(async (role) => {
      const { place, label, permissions } = await partsOf(configuration, role);
      const isEditable = !isLocked && (label || permissions);
      return { role, place, isEditable, isDeletable: isEditable && place === null && mayGive(site, user, role) };
    }),
  );
}

/**
 * A role, and which parts of it may be changed here.
 * @throws Fault `http.not_found` when there is none, `reconcile.config_locked`, `access.denied` when git owns all of it
 */
export async function editableRole(
  { configuration }: RouteServices,
  { site }: Pick<RequestState, "site">,
  name: string,
): Promise<{ readonly role: Role; readonly parts: RoleParts }> {
  const role = site.roles.get(name);
  if (role === undefined) throw new Fault("http.not_found", `There is no role ${name}.`);
  await requireUnlocked(configuration);
  const parts = await partsOf(configuration, role);
  if (parts.label || parts.permissions) return { role, parts };
  throw new Fault("access.denied", `The role ${name} is changed in ${parts.place}.`);
}

/** @throws Fault `reconcile.config_locked` */
export async function requireUnlocked(configuration: SiteConfiguration): Promise<void> {
  const file = await configuration.lockedBy();
  if (file !== null) throw new Fault("reconcile.config_locked", `The configuration is locked by ${file}.`);
}

async function partsOf(configuration: SiteConfiguration, { name }: Role): Promise<RoleParts> {
  const owners = await configuration.owners("role", name);
  if (owners === null) return { label: true, permissions: true, place: null };
  const { file, line } = owners.source;
  return {
    label: owners.isSiteOwned(["label"]),
    permissions: owners.isSiteOwned(["permissions"]),
    place: `${file}:${line}`,
  };
}
