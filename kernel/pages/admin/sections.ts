import { hasPermission } from "../../accounts/permissions.ts";
import { KERNEL_ADDRESSES } from "../../addresses/kernel-addresses.ts";
import { pathTo } from "../../addresses/path-to.ts";
import { mayWrite } from "../../content/access.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { SentenceKey } from "../../words/catalogue.ts";

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
  { name: "content", label: "admin.content", path: pathTo("content"), entrance: WRITERS },
  { name: "types", label: "admin.types", ...beginningAt("types") },
  { name: "people", label: "admin.people", ...beginningAt("people") },
  { name: "permissions", label: "admin.permissions", ...beginningAt("permissions") },
  { name: "config", label: "admin.configuration", ...beginningAt("config") },
  { name: "reports", label: "admin.reports", ...beginningAt("audit") },
];

function beginningAt(address: "types" | "people" | "permissions" | "config" | "audit") {
  const { path, permission } = KERNEL_ADDRESSES[address];
  return { path, entrance: permission };
}

/** The parts that the user may see. */
export function sectionsFor(state: Asking): readonly AdminSection[] {
  return ADMIN_SECTIONS.filter(({ entrance }) => mayPass(state, entrance));
}

/** Returns true when the user may come in by `entrance`. */
export function mayPass(state: Asking, entrance: Entrance): boolean {
  return entrance === WRITERS ? mayWrite(state) : hasPermission(state.site, state.user, entrance);
}

/** Returns true when the user may come in: who may see a part of it, or may come in and nothing else yet. */
export function mayEnter(state: Asking): boolean {
  return sectionsFor(state).length > 0 || hasPermission(state.site, state.user, "access administration pages");
}
