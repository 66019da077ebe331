import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import { hasPermission } from "../accounts/permissions.ts";
import { NIL_UUID } from "../base/ids.ts";
import { typePermissions } from "../kinds/type/type-spec.ts";
import type { Item } from "../model/item.ts";
import type { AccessResult } from "../model/plugin-answers.ts";
import type { RequestState, User } from "../model/request-state.ts";
import { handleOf } from "../model/request-state.ts";
import { accessPluginsOf } from "./access-plugins.ts";
import type { GrantOperation } from "./grant-rows.ts";
import { grantCondition, grantedOperations } from "./grants.ts";

/** State that access is decided by: who asks, and the snapshot whose roles answer. */
export type AccessState = Pick<RequestState, "site" | "user">;
/** Part of an item that the answer depends on. */
export type AccessItem = Pick<Item, "type" | "authorId" | "published">;
export type ItemOperation = "view" | "edit" | "delete" | "view revisions" | "revert revisions" | "delete revisions";

type Law = (asks: Asking) => boolean;
/** Facts for a law: what roles permit, whose the item is, and what was granted for it. */
type Asking = {
  readonly may: (permission: string) => boolean;
  readonly item: AccessItem;
  readonly isOwn: boolean;
  readonly granted: ReadonlySet<GrantOperation>;
};

const view: Law = ({ may, item, isOwn, granted }) =>
  granted.has("view") ||
  (item.published
    ? may("access content")
    : may("view unpublished content") || (isOwn && may("view own unpublished content")));
const edit: Law = ({ may, item, isOwn, granted }) =>
  granted.has("edit") || may(typePermissions.editAny(item.type)) || (isOwn && may(typePermissions.editOwn(item.type)));

const LAWS: { readonly [Operation in ItemOperation]: Law } = {
  view,
  edit,
  delete: ({ may, item, isOwn, granted }) =>
    granted.has("delete") ||
    may(typePermissions.deleteAny(item.type)) ||
    (isOwn && may(typePermissions.deleteOwn(item.type))),
  "view revisions": (asks) => view(asks) && asks.may(typePermissions.viewRevisions(asks.item.type)),
  "revert revisions": (asks) => edit(asks) && asks.may(typePermissions.revertRevisions(asks.item.type)),
  "delete revisions": (asks) => edit(asks) && asks.may(typePermissions.deleteRevisions(asks.item.type)),
};

const NOTHING: ReadonlySet<GrantOperation> = new Set();

/**
 * Decides whether the user may do `operation` with `item`. Every door asks here: page, listing, form, plugin. A plugin
 * that denies ends it, else one that grants decides; when all of them leave it open, roles and grants do. Who gives
 * grants for a type is not asked about viewing it.
 */
export function checkAccess(state: RequestState, operation: ItemOperation, item: Item): boolean | Promise<boolean> {
  const { judges, viewJudges } = accessPluginsOf(state, item.type);
  const asked = operation === "view" ? viewJudges : judges;
  if (asked.length === 0) return byRolesOrGrants(state, operation, item);
  const decide = (result: AccessResult) =>
    result === "neutral" ? byRolesOrGrants(state, operation, item) : result === "grant";
  const result = state.taps.access(state, "tap_item_access", [handleOf(state, item), operation], asked);
  return typeof result === "string" ? decide(result) : result.then(decide);
}

function byRolesOrGrants(state: RequestState, operation: ItemOperation, item: Item): boolean | Promise<boolean> {
  if (roleAccess(state, operation, item)) return true;
  if (accessPluginsOf(state, item.type).givers.length === 0) return false;
  return grantedOperations(state, item).then((granted) => roleAccess(state, operation, item, granted));
}

/** Returns true when the user's roles allow `operation` with `item`, `granted` being what plugins allow with it. */
export function roleAccess(state: AccessState, operation: ItemOperation, item: AccessItem, granted = NOTHING): boolean {
  const may = (permission: string) => hasPermission(state.site, state.user, permission);
  return LAWS[operation]({ may, item, isOwn: isOwnOf(state.user, item.authorId), granted });
}

/** Returns true when the user may make, change or delete items of some type. */
export function mayWrite({ site, user }: AccessState): boolean {
  const { create, editOwn, editAny, deleteOwn, deleteAny } = typePermissions;
  return [...site.types.keys()].some((type) =>
    [create, editOwn, editAny, deleteOwn, deleteAny].some((permission) => hasPermission(site, user, permission(type))),
  );
}

/** Returns true when the user may make a new item of `type`. */
export function mayCreate(state: AccessState, type: string): boolean {
  return hasPermission(state.site, state.user, typePermissions.create(type));
}

/**
 * Writes which items of `types` may be viewed as a condition on the columns of `item` under the name `alias`: the
 * answers of `checkAccess(state, "view", …)` without asking for each item. Null when there is no such condition,
 * because plugins judge each of them.
 */
export async function listingCondition(
  state: RequestState,
  alias: string,
  types: readonly string[],
): Promise<FragmentSqlToken | null> {
  const asked = types.map((type) => accessPluginsOf(state, type));
  if (asked.some(({ viewJudges, unbuilt }) => viewJudges.length + unbuilt.length > 0)) return null;
  const byRoles = accessCondition(state, alias);
  if (byRoles === EVERYTHING || asked.every(({ givers }) => givers.length === 0)) return byRoles;
  const granted = await grantCondition(state, alias, types);
  if (granted === null) return byRoles;
  // Postgres joins what stands by itself; an `or`, even with `false`, it asks for each item.
  return byRoles === NOTHING_AT_ALL ? granted : sql.fragment`(${byRoles} or ${granted})`;
}

/** The condition of a listing that shows everything. */
export const EVERYTHING = sql.fragment`true`;
const NOTHING_AT_ALL = sql.fragment`false`;

/**
 * The law of viewing as a condition on the columns of `item` under the name `alias`, so that a listing neither shows
 * nor counts what `roleAccess(state, "view", …)` refuses.
 */
export function accessCondition(state: AccessState, alias: string): FragmentSqlToken {
  const may = (permission: string) => hasPermission(state.site, state.user, permission);
  const published = may("access content");
  const unpublished = may("view unpublished content");
  if (published && unpublished) return EVERYTHING;
  const status = sql.identifier([alias, "status"]);
  const conditions: FragmentSqlToken[] = [];
  if (published) conditions.push(sql.fragment`${status} = 1`);
  if (unpublished) conditions.push(sql.fragment`${status} = 0`);
  else if (state.user.id !== NIL_UUID && may("view own unpublished content")) {
    const author = sql.identifier([alias, "author_id"]);
    conditions.push(sql.fragment`(${status} = 0 and ${author} = ${state.user.id}::uuid)`);
  }
  if (conditions.length === 0) return NOTHING_AT_ALL;
  if (conditions.length === 1) return conditions[0]!;
  return sql.fragment`(${sql.join(conditions, sql.fragment` or `)})`;
}

/** Returns true when the user wrote it; what nobody wrote is nobody's own. */
function isOwnOf(user: User, authorId: string): boolean {
  return user.id !== NIL_UUID && user.id === authorId;
}
