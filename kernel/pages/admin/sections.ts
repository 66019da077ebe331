import { hasPermission } from "../../accounts/permissions.ts";
import { mayWrite } from "../../content/access.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { SentenceKey } from "../../words/catalogue.ts";

/** Where the administration begins. */
export const ADMIN_PATH = "/admin";

type Asking = Pick<RequestState, "site" | "user">;

/** A part of the administration: where it begins, and who may see it. */
export type AdminSection = {
  readonly name: string;
  readonly label: Extract<SentenceKey, `admin.${string}`>;
  readonly path: string;
  readonly entrance: Entrance;
};
/** Who may come in: who holds the permission of that name, or `WRITERS`. */
export type Entrance = string;

/** Whoever may make, change or delete items of some type. No permission has this name. */
export const WRITERS = "any permission to write content";

/** The parts of the administration, in the order in which they are offered. */
export const ADMIN_SECTIONS: readonly AdminSection[] = [
  { name: "content", label: "admin.content", path: "/admin/content", entrance: WRITERS },
  { name: "people", label: "admin.people", path: "/admin/people", entrance: "administer users" },
  {
    name: "permissions",
    label: "admin.permissions",
    path: "/admin/people/permissions",
    entrance: "administer permissions",
  },
  { name: "config", label: "admin.configuration", path: "/admin/config", entrance: "access configuration" },
  { name: "reports", label: "admin.reports", path: "/admin/reports/audit", entrance: "access reports" },
];

/** The parts that the user may see. */
export function sectionsFor(state: Asking): readonly AdminSection[] {
  return ADMIN_SECTIONS.filter(({ entrance }) => mayPass(state, entrance));
}

/** Whether the user may come in by `entrance`. */
export function mayPass(state: Asking, entrance: Entrance): boolean {
  return entrance === WRITERS ? mayWrite(state) : hasPermission(state.site, state.user, entrance);
}

/** Whether the user may come in: who may see a part of it, or may come in and nothing else yet. */
export function mayEnter(state: Asking): boolean {
  return sectionsFor(state).length > 0 || hasPermission(state.site, state.user, "access administration pages");
}
