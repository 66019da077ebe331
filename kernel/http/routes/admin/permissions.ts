import { mayGive } from "../../../accounts/authority.ts";
import { countHolders } from "../../../accounts/user-store.ts";
import { pathTo } from "../../../addresses/path-to.ts";
import { Fault } from "../../../base/fault.ts";
import type { FormDone, FormHandler } from "../../../forms/handle-form.ts";
import { role as roleKind } from "../../../kinds/role/role.ts";
import type { FormErrors } from "../../../model/forms.ts";
import { adminFormPage } from "../../../pages/admin/admin-form-page.ts";
import { permissionsPage } from "../../../pages/admin/permissions-page.ts";
import {
  createRoleForm,
  deleteRoleForm,
  editRoleForm,
  permissionsIn,
  roleNameProblem,
} from "../../../pages/admin/role-forms.ts";
import type { Speaker } from "../../../words/say.ts";
import { say } from "../../../words/say.ts";
import type { RouteServices } from "../../http-services.ts";
import { formPage, privatePage } from "../pages.ts";
import type { KernelRoutes, SessionExchange } from "../route.ts";
import { editableRole, groupsOf, requireUnlocked, rolesWithOwners } from "./role-ownership.ts";

function placeOf(site: Speaker) {
  return { section: "permissions", trail: { label: say(site, "admin.permissions"), url: pathTo("permissions") } };
}

/** Adds the pages of what roles may do: all of it at a glance, and changing what the site may change. */
export function permissionRoutes(
  services: RouteServices,
): KernelRoutes<"permissions" | "role-create" | "role-edit" | "role-delete"> {
  const { configuration } = services;
  return {
    permissions: {
      GET: privatePage(services, {
        page: async ({ state }) => {
          const { site } = state;
          const [groups, roles] = await Promise.all([groupsOf(services, site), rolesWithOwners(services, state)]);
          return permissionsPage(state, groups, roles, await configuration.lockedBy());
        },
      }),
    },
    "role-create": formPage(services, {
      build: addRole,
      page: ({ state }, form, status) =>
        adminFormPage(state, {
          ...placeOf(state.site),
          title: say(state.site, "roles.add"),
          description: say(state.site, "roles.add_about"),
          path: pathTo("role-create"),
          status,
          form,
        }),
    }),
    "role-edit": formPage(services, {
      build: editRole,
      page: async ({ state, params }, form, status) => {
        const { role } = await editableRole(services, state, params["role"]!);
        return adminFormPage(state, {
          ...placeOf(state.site),
          title: say(state.site, "admin.edit_title", { name: role.label }),
          path: pathTo("role-edit", { role: role.name }),
          status,
          form,
        });
      },
    }),
    "role-delete": formPage(services, {
      build: deleteRole,
      page: async ({ state, params }, form, status) => {
        const { role } = await editableRole(services, state, params["role"]!);
        return adminFormPage(state, {
          ...placeOf(state.site),
          title: say(state.site, "admin.delete_title", { name: role.label }),
          path: pathTo("role-delete", { role: role.name }),
          status,
          form,
        });
      },
    }),
  };
}

async function addRole({ services, state }: SessionExchange): Promise<FormHandler> {
  await requireUnlocked(services.configuration);
  const groups = await groupsOf(services, state.site);
  return {
    form: createRoleForm(state, groups),
    validate: (values): FormErrors => {
      const problem = roleNameProblem(state, values["name"] as string);
      return problem === null ? {} : { name: problem };
    },
    submit: async (values): Promise<FormDone> => {
      const { name, label } = values as { readonly name: string; readonly label: string };
      const spec = { label, permissions: permissionsIn(values, groups, new Set()) };
      await services.configuration.write({ kind: "role", name, spec, by: state.user.name });
      return { redirect: pathTo("permissions"), message: say(state.site, "roles.added", { label }) };
    },
  };
}

async function editRole({ services, state, params }: SessionExchange): Promise<FormHandler> {
  const { role, parts } = await editableRole(services, state, params["role"]!);
  const groups = await groupsOf(services, state.site);
  return {
    form: editRoleForm(state, role, groups, parts),
    submit: async (values): Promise<FormDone> => {
      const live = (await roleKind.read(state.db)).get(role.name);
      if (live === undefined) throw new Fault("http.not_found", `The role ${role.name} is gone.`);
      const mayGrant = parts.permissions && !role.allPermissions;
      const spec = {
        ...live,
        label: values["label"] as string,
        ...(mayGrant && { permissions: permissionsIn(values, groups, role.permissions) }),
      };
      await services.configuration.write({ kind: "role", name: role.name, spec, by: state.user.name });
      return { redirect: pathTo("permissions"), message: say(state.site, "roles.saved", { label: spec.label }) };
    },
  };
}

/** Only what no file declares can be deleted here, and by nobody whom it would take more from than they hold. */
async function deleteRole({ services, state, params }: SessionExchange): Promise<FormHandler> {
  const { role, parts } = await editableRole(services, state, params["role"]!);
  if (parts.place !== null) {
    throw new Fault("access.denied", `The role ${role.name} is declared in ${parts.place}, and goes with the file.`);
  }
  if (!mayGive(state.site, state.user, role)) {
    throw new Fault("access.denied", `The role ${role.name} may do more than ${state.user.name}.`);
  }
  return {
    form: deleteRoleForm(state.site, role, await countHolders(state.db, role.name)),
    submit: async () => {
      await services.configuration.write({ kind: "role", name: role.name, spec: null, by: state.user.name });
      return { redirect: pathTo("permissions"), message: say(state.site, "roles.deleted", { label: role.label }) };
    },
  };
}
