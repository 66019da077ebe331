import type { PermissionGroup } from "../../accounts/permissions.ts";
import { hasPermission } from "../../accounts/permissions.ts";
import type { Role } from "../../kinds/role/role-spec.ts";
import type { Form, FormElement, FormElements, FormValues } from "../../model/forms.ts";
import type { RequestState } from "../../model/request-state.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import { groupTitle, PERMISSIONS } from "./permissions-page.ts";

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
    action: `${PERMISSIONS}/create`,
    elements: {
      label: labelField("", true, null),
      name: {
        "#type": "textfield",
        "#title": "Machine name",
        "#description": "How files and commands call it: small letters, digits and underscores. It never changes.",
        "#required": true,
        "#max_length": LONGEST_NAME,
        "#autocomplete": "off",
      },
      ...permissionFields(asker, groups, new Set()),
      submit: { "#type": "submit", "#value": "Add role", "#button": "primary" },
    },
  };
}

/** The form for the parts of a role that the site owns. */
export function editRoleForm(asker: Asker, role: Role, groups: readonly PermissionGroup[], parts: RoleParts): Form {
  const mayGrant = parts.permissions && !role.allPermissions;
  const everything: FormElements = role.allPermissions
    ? { everything: { "#type": "markup", "#value": "Its holders may do everything, also what comes later." } }
    : {};
  return {
    id: "role",
    action: `${PERMISSIONS}/${role.name}`,
    elements: {
      label: labelField(role.label, parts.label, parts.place),
      ...everything,
      ...(mayGrant && permissionFields(asker, groups, role.permissions)),
      submit: { "#type": "submit", "#value": "Save", "#button": "primary" },
    },
  };
}

/** Asks once more before a role is deleted. */
export function deleteRoleForm({ name, label }: Role, holders: number): Form {
  const held = holders === 1 ? "One account holds it and loses" : `${holders} accounts hold it and lose`;
  return {
    id: "delete-role",
    action: `${PERMISSIONS}/${name}/delete`,
    elements: {
      text: {
        "#type": "markup",
        "#value": holders === 0 ? "Nobody holds it." : `${held} what it allows.`,
      },
      submit: { "#type": "submit", "#value": `Delete ${label}`, "#button": "danger" },
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

/** What is wrong with the name of a new role; null when nothing is. */
export function roleNameProblem({ site }: Pick<RequestState, "site">, name: string): string | null {
  if (!NAME.test(name)) {
    return "The machine name begins with a letter and has small letters, digits and underscores only.";
  }
  // The address at which it would be changed is that of this form.
  if (name === "create") return "No role can have the machine name create.";
  return site.roles.has(name) ? `There is a role ${name} already.` : null;
}

function labelField(label: string, isOwn: boolean, place: string | null): FormElement {
  return {
    "#type": "textfield",
    "#title": "Label",
    "#required": true,
    "#max_length": LONGEST_LABEL,
    "#autocomplete": "off",
    "#default_value": label,
    ...(!isOwn && { "#disabled": true, "#description": `Declared in ${place}.` }),
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
        "#title": groupTitle(site, group),
        "#options": group.permissions.map((permission) => ({
          value: permission,
          label: permission,
          ...(!hasPermission(site, user, permission) && {
            disabled: true,
            description: "You do not hold it yourself.",
          }),
        })),
        "#default_value": group.permissions.filter((permission) => held.has(permission)),
      },
    ]),
  );
}

function fieldOf({ of, name }: PermissionGroup): string {
  return name === "" ? `permissions_${of}` : `permissions_${of}_${name}`;
}
