import { hasPermission } from "../../accounts/permissions.ts";
import type { RequestState } from "../../model/request-state.ts";

/** Where the administration begins. */
export const ADMIN_PATH = "/admin";

/** A part of the administration: where it begins, and who may see it. */
export type AdminSection = {
  readonly name: string;
  readonly label: string;
  readonly path: string;
  readonly permission: string;
};

/** The parts of the administration, in the order in which they are offered. */
export const ADMIN_SECTIONS: readonly AdminSection[] = [
  { name: "people", label: "People", path: "/admin/people", permission: "administer users" },
  {
    name: "permissions",
    label: "Permissions",
    path: "/admin/people/permissions",
    permission: "administer permissions",
  },
  { name: "config", label: "Configuration", path: "/admin/config", permission: "access configuration" },
  { name: "reports", label: "Reports", path: "/admin/reports/audit", permission: "access reports" },
];

/** The parts that the user may see. */
export function sectionsFor({ site, user }: Pick<RequestState, "site" | "user">): readonly AdminSection[] {
  return ADMIN_SECTIONS.filter(({ permission }) => hasPermission(site, user, permission));
}

/** Whether the user may come in: who may see a part of it, or may come in and nothing else yet. */
export function mayEnter(state: Pick<RequestState, "site" | "user">): boolean {
  return sectionsFor(state).length > 0 || hasPermission(state.site, state.user, "access administration pages");
}
