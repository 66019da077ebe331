/** How far a grant can go for a table of the kernel. */
export type Reach = "write" | "read" | "none";

/**
 * What plugins may be granted of the kernel's tables. Who is who, who may do what, what was said in confidence and what the kernel is made
 * of stay out of reach, whatever a site grants. Other tables (those of plugins, and those that are not Trovato's) are as far as granted.
 */
export const TABLE_REACH: { readonly [table: string]: Reach } = {
  item: "write",
  category: "read",
  category_tag: "write",
  category_tag_hierarchy: "write",
  item_type: "read",
  item_revision: "read",
  stage: "read",
  stage_association: "read",
  stage_deletion: "read",
  import_record: "read",
  users: "read",
  users_roles: "read",
  role: "read",
  role_permission: "read",
  gather: "read",
  menu: "read",
  text_format: "read",
  import: "read",
  rate_limit: "read",
  plugin_route: "read",
  form: "read",
  form_submission: "none",
  item_grant: "none",
  item_grant_build: "none",
  item_grant_missing: "none",
  one_time_token: "none",
  session: "none",
  state_entry: "none",
  queue_entry: "none",
  variable: "none",
  plugin_variable: "none",
  plugin_lifecycle: "none",
  system: "none",
  audit: "none",
  pack_object: "none",
  pack_apply: "none",
  pack_version: "none",
  index_build: "none",
  field_rewrite: "none",
  exchanged_names: "none",
  migration: "none",
};

/** Columns that no plugin sees. A statement of a plugin's own cannot name their tables at all. */
export const SECRET_COLUMNS: { readonly [table: string]: readonly string[] } = {
  users: ["pass", "mail", "data"],
};

/** Whether any grant can allow `use` of `table`. */
export function isInReach(table: string, use: "read" | "write"): boolean {
  const reach = Object.hasOwn(TABLE_REACH, table) ? TABLE_REACH[table] : "write";
  return reach === "write" || (reach === "read" && use === "read");
}
