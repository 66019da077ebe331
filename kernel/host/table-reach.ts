import type { Reach } from "../kinds/kind.ts";
import { KINDS_IN_ORDER } from "../kinds/kinds.ts";

/** The kernel's tables that belong to no kind of declared object. */
const OF_NO_KIND: { readonly [table: string]: Reach } = {
  item: "write",
  item_revision: "read",
  stage: "read",
  stage_association: "read",
  stage_deletion: "read",
  users: "read",
  users_roles: "read",
  item_draft: "none",
  item_editing: "none",
  item_grant: "none",
  item_grant_build: "none",
  item_grant_missing: "none",
  one_time_token: "none",
  session: "none",
  state_entry: "none",
  queue_entry: "none",
  audit: "none",
  pack_object: "none",
  pack_apply: "none",
  pack_version: "none",
  index_build: "none",
  site_file: "none",
  site_file_list: "none",
  migration: "none",
};

/**
 * Reach that plugins may be granted into the kernel's tables. Who is who, who may do what, what was said in confidence
 * and what the kernel is made of stay out of reach, whatever a site grants. Other tables (those of plugins, and those
 * that are not Trovato's) are as far as granted.
 */
export const TABLE_REACH: { readonly [table: string]: Reach } = Object.assign(
  {},
  OF_NO_KIND,
  ...KINDS_IN_ORDER.map(({ tables }) => tables),
);

/** Columns that no plugin sees. A statement of a plugin's own cannot name their tables at all. */
export const SECRET_COLUMNS: { readonly [table: string]: readonly string[] } = {
  users: ["pass", "mail", "data"],
};

/** Returns true when a grant can allow `use` of `table`. */
export function isInReach(table: string, use: "read" | "write"): boolean {
  const reach = Object.hasOwn(TABLE_REACH, table) ? TABLE_REACH[table] : "write";
  return reach === "write" || (reach === "read" && use === "read");
}
