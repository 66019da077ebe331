import { hasPermission } from "../../accounts/permissions.ts";
import { pathTo } from "../../addresses/path-to.ts";
import type { Role } from "../../kinds/role/role-spec.ts";
import type { Form, FormElement, FormElements, FormValues } from "../../model/forms.ts";
import type { PermissionGroup } from "../../model/permission-group.ts";
import type { RequestState } from "../../model/request-state.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import type { Speaker } from "../../words/say.ts";
import { say } from "../../words/say.ts";

const LONGEST_LABEL = 100;
const LONGEST_NAME = 60;
const NAME = new RegExp(MACHINE_NAME);

type Asker = Pick<RequestState, "site" | "user">;
/** Which parts of a role are the site's own, and where the rest is declared. */
export type RoleParts = { readonly label: boolean; readonly permissions: boolean; readonly place: string | null };

/** The form for a role that is to exist on this site only. */
export function createRoleForm(asker: Asker, groups: readonly PermissionGroup[]): Form {
  return {
    id: "role",
    action: pathTo("role-create"),
    elements: {
      label: labelField(asker.site, "", { label: true, place: null }),
      name: {
        "#type": "textfield",
        "#title": say(asker.site, "roles.machine_name"),
        "#description": say(asker.site, "roles.machine_name_help"),
        "#required": true,
        "#max_length": LONGEST_NAME,
        "#autocomplete": "off",
      },
      ...permissionFields(asker, groups, new Set()),
      submit: { "#type": "submit", "#value": say(asker.site, "roles.add"), "#button": "primary" },
    },
  };
}

/** The form for the parts of a role that the site owns. */
export function editRoleForm(asker: Asker, role: Role, groups: readonly PermissionGroup[], parts: RoleParts): Form {
  const mayGrant = parts.permissions && !role.allPermissions;
  const everything: FormElements = role.allPermissions
    ? { everything: { "#type": "markup", "#value": say(asker.site, "roles.does_everything") } }
    : {};
  return {
    id: "role",
    action: pathTo("role-edit", { role: role.name }),
    elements: {
      label: labelField(asker.site, role.label, parts),
      ...everything,
      ...(mayGrant && permissionFields(asker, groups, role.permissions)),
      submit: { "#type": "submit", "#value": say(asker.site, "action.save"), "#button": "primary" },
    },
  };
}

/** Asks once more before a role is deleted. */
export function deleteRoleForm(site: Speaker, { name, label }: Role, holders: number): Form {
  return {
    id: "delete-role",
    action: pathTo("role-delete", { role: name }),
    elements: {
      text: {
        "#type": "markup",
        "#value": say(site, "roles.delete_text", { holders }),
      },
      submit: { "#type": "submit", "#value": say(site, "roles.delete_button", { label }), "#button": "danger" },
    },
  };
}

/** The permissions that were ticked, of all groups; those that no group lists stay as they are. */
export function permissionsIn(
  values: FormValues,
  groups: readonly PermissionGroup[],
  before: ReadonlySet<string>,
): readonly string[] {
  const listed = new Set(groups.flatMap(({ permissions }) => permissions));
  const ticked = groups.flatMap((group) => (values[fieldOf(group)] ?? []) as readonly string[]);
  return [...new Set([...ticked, ...[...before].filter((permission) => !listed.has(permission))])].sort();
}

/** Returns the problem of a new role's name; null when there is none. */
export function roleNameProblem({ site }: Pick<RequestState, "site">, name: string): string | null {
  if (!NAME.test(name)) {
    return say(site, "roles.machine_name_wrong");
  }
  // The address at which it would be changed is that of this form.
  if (name === "create") return say(site, "roles.machine_name_create");
  return site.roles.has(name) ? say(site, "roles.exists", { name }) : null;
}

function labelField(
  site: Speaker,
  label: string,
  { label: isOwn, place }: Pick<RoleParts, "label" | "place">,
): FormElement {
  return {
    "#type": "textfield",
    "#title": say(site, "roles.label"),
    "#required": true,
    "#max_length": LONGEST_LABEL,
    "#autocomplete": "off",
    "#default_value": label,
    ...(!isOwn && { "#disabled": true, "#description": say(site, "admin.declared_in", { place: place ?? "" }) }),
  };
}

/** A list of choices for each group. Nobody gives or takes what they do not hold themselves. */
function permissionFields(
  { site, user }: Asker,
  groups: readonly PermissionGroup[],
  held: ReadonlySet<string>,
): FormElements {
  return Object.fromEntries(
    groups.map((group): [string, FormElement] => [
      fieldOf(group),
      {
        "#type": "checkboxes",
        "#title": group.title,
        "#options": group.permissions.map((permission) => ({
          value: permission,
          label: permission,
          ...(!hasPermission(site, user, permission) && {
            disabled: true,
            description: say(site, "roles.not_held"),
          }),
        })),
        "#default_value": group.permissions.filter((permission) => held.has(permission)),
      },
    ]),
  );
}

function fieldOf({ id }: PermissionGroup): string {
  return `permissions_${id}`;
}
