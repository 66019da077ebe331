import { pathTo } from "../../addresses/path-to.ts";
import type { Role } from "../../kinds/role/role-spec.ts";
import type { PermissionGroup } from "../../model/permission-group.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import type { Speaker } from "../../words/say.ts";
import { say } from "../../words/say.ts";
import type { Page } from "../page.ts";
import { renderAdminPage } from "./admin-page.ts";
import type { Cell, Table } from "./cells.ts";
import { tableOf } from "./cells.ts";

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

/** Which role may do what: all permissions by all roles, and where to change what the site may change. */
export async function permissionsPage(
  state: RequestState,
  groups: readonly PermissionGroup[],
  owners: readonly RoleOwnership[],
  lockedBy: string | null,
): Promise<Page> {
  const { site } = state;
  return renderAdminPage(state, {
    title: say(site, "admin.permissions"),
    description: say(site, "roles.about"),
    section: "permissions",
    path: pathTo("permissions"),
    actions: lockedBy === null ? [{ label: say(site, "roles.add"), url: pathTo("role-create"), primary: true }] : [],
    ...(lockedBy !== null && {
      messages: [{ look: "warn" as const, text: say(site, "roles.locked", { file: lockedBy }) }],
    }),
    main: html(
      site.templates.render("admin-permissions", {
        table: roleTable(site, owners),
        roles: owners.map(({ role }) => ({ label: role.label })),
        everyones: site.roles.get(AUTHENTICATED)?.label,
        span: owners.length,
        groups: groups.map((group) => ({
          title: group.title,
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

function roleTable(site: Speaker, owners: readonly RoleOwnership[]): Table {
  const columns = [
    { label: say(site, "roles.role") },
    { label: say(site, "roles.may") },
    { label: say(site, "roles.declared_in") },
    { label: say(site, "admin.actions"), hidden: true },
  ];
  return tableOf(
    say(site, "roles.title"),
    columns,
    owners.map((each) => cellsOf(site, each)),
  );
}

function cellsOf(site: Speaker, { role, place, isEditable, isDeletable }: RoleOwnership): readonly Cell[] {
  const address = pathTo("role-edit", { role: role.name });
  const links = [
    { label: say(site, "action.edit"), url: address, about: role.label },
    ...(isDeletable
      ? [{ label: say(site, "action.delete"), url: pathTo("role-delete", { role: role.name }), about: role.label }]
      : []),
  ];
  const count = role.permissions.size;
  return [
    { text: role.label, note: role.name, ...(isEditable && { url: address }) },
    role.allPermissions
      ? { chips: [{ label: say(site, "roles.everything"), look: "warn" }] }
      : { text: count === 0 ? say(site, "roles.nothing") : say(site, "roles.permissions", { count }) },
    place === null ? { text: say(site, "roles.site_only") } : { text: place, code: true },
    isEditable ? { links, look: "bare" } : {},
  ];
}
