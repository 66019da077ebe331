import type { PermissionGroup } from "../../accounts/permissions.ts";
import type { Role } from "../../kinds/role/role-spec.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { Site } from "../../model/site.ts";
import { html } from "../../render/html.ts";
import type { Page } from "../page.ts";
import { renderAdminPage } from "./admin-page.ts";
import type { Cell, Table } from "./cells.ts";
import { tableOf } from "./cells.ts";
import { countText } from "./list-parts.ts";

export const PERMISSIONS = "/admin/people/permissions";
/** The role of everybody who is signed in. */
const AUTHENTICATED = "authenticated";

/** Who owns a role: the site itself, or git, by which file; and what the user may do with it here. */
export type RoleOwnership = {
  readonly role: Role;
  /** `packs/core/roles/editor.yaml:3`; null for what exists on this site only. */
  readonly place: string | null;
  readonly isEditable: boolean;
  readonly isDeletable: boolean;
};

const TITLES: { readonly [Of in PermissionGroup["of"]]: (site: Site, name: string) => string } = {
  site: () => "Site",
  type: (site, name) => `Content: ${site.types.get(name)?.label ?? name}`,
  vocabulary: (site, name) => `Tags: ${site.vocabularies.get(name)?.spec.label ?? name}`,
  formats: () => "Text formats",
  plugins: () => "Plugins",
};

/** What a group of permissions is called. */
export function groupTitle(site: Site, { of, name }: PermissionGroup): string {
  return TITLES[of](site, name);
}

/** Which role may do what: all permissions by all roles, and where to change what the site may change. */
export async function permissionsPage(
  state: RequestState,
  groups: readonly PermissionGroup[],
  owners: readonly RoleOwnership[],
  lockedBy: string | null,
): Promise<Page> {
  const { site } = state;
  return renderAdminPage(state, {
    title: "Permissions",
    description: "Roles that a file declares are changed in the file.",
    section: "permissions",
    path: PERMISSIONS,
    actions: lockedBy === null ? [{ label: "Add role", url: `${PERMISSIONS}/create`, primary: true }] : [],
    ...(lockedBy !== null && { messages: [{ look: "warn" as const, text: lockedText(lockedBy) }] }),
    main: html(
      site.templates.render("admin-permissions", {
        table: roleTable(owners),
        roles: owners.map(({ role }) => ({ label: role.label })),
        everyones: site.roles.get(AUTHENTICATED)?.label,
        span: owners.length,
        groups: groups.map((group) => ({
          title: groupTitle(site, group),
          rows: group.permissions.map((permission) => ({
            permission,
            cells: owners.map(({ role }) => ({
              isHeld: role.allPermissions || role.permissions.has(permission),
              role: role.label,
            })),
          })),
        })),
      }),
    ),
  });
}

function lockedText(file: string): string {
  return `Roles cannot be changed here: the configuration is locked by ${file}. Change the files of the packs and apply them.`;
}

function roleTable(owners: readonly RoleOwnership[]): Table {
  const columns = [{ label: "Role" }, { label: "May" }, { label: "Declared in" }, { label: "Actions", hidden: true }];
  return tableOf("Roles", columns, owners.map(cellsOf));
}

function cellsOf({ role, place, isEditable, isDeletable }: RoleOwnership): readonly Cell[] {
  const address = `${PERMISSIONS}/${role.name}`;
  const links = [
    { label: "Edit", url: address, about: role.label },
    ...(isDeletable ? [{ label: "Delete", url: `${address}/delete`, about: role.label }] : []),
  ];
  const count = role.permissions.size;
  return [
    { text: role.label, note: role.name, ...(isEditable && { url: address }) },
    role.allPermissions
      ? { chips: [{ label: "Everything", look: "warn" }] }
      : { text: count === 0 ? "Nothing" : countText(count, "permission", "permissions") },
    place === null ? { text: "This site only" } : { text: place, code: true },
    isEditable ? { links, look: "bare" } : {},
  ];
}
