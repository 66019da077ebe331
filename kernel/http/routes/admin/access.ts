import { Fault } from "../../../base/fault.ts";
import { mayPass, WRITERS } from "../../../pages/admin/sections.ts";
import type { RouteAccess } from "../route.ts";

/** Who may go to each address of the administration, whatever is done there. */
export const ADMIN_ENTRANCES = {
  "/admin/content": WRITERS,
  "/admin/people": "administer users",
  "/admin/people/create": "administer users",
  "/admin/people/:id/edit": "administer users",
  "/admin/people/:id/block": "administer users",
  "/admin/people/:id/unblock": "administer users",
  "/admin/people/:id/delete": "administer users",
  "/admin/people/permissions": "administer permissions",
  "/admin/people/permissions/create": "administer permissions",
  "/admin/people/permissions/:role": "administer permissions",
  "/admin/people/permissions/:role/delete": "administer permissions",
  "/admin/config": "access configuration",
  "/admin/config/history/:generation": "access configuration",
  "/admin/reports/audit": "access reports",
} as const;

export type AdminPath = keyof typeof ADMIN_ENTRANCES;

/** The address of a route of the administration, and who may go there. */
export function adminPath<const Path extends AdminPath>(
  path: Path,
): { readonly path: Path; readonly access: RouteAccess } {
  const entrance = ADMIN_ENTRANCES[path];
  return {
    path,
    access: ({ state }) => {
      if (mayPass(state, entrance)) return;
      throw new Fault("access.denied", `${path} asks for this permission: ${entrance}.`);
    },
  };
}
