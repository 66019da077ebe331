import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import { hasPermission, typePermissions } from "../accounts/permissions.ts";
import { NIL_UUID } from "../base/ids.ts";
import type { AccessResult } from "../model/host-functions.ts";
import type { Item } from "../model/item.ts";
import type { RequestState, User } from "../model/request-state.ts";
import { handleOf } from "../model/request-state.ts";

/** What access is asked about: who asks, and the snapshot whose roles answer. */
export type AccessState = Pick<RequestState, "site" | "user">;
/** What the answer depends on. */
export type AccessItem = Pick<Item, "type" | "authorId" | "published">;
export type ItemOperation = "view" | "edit" | "delete" | "view revisions" | "revert revisions" | "delete revisions";

type Law = (may: (permission: string) => boolean, item: AccessItem, isOwn: boolean) => boolean;

const edit: Law = (may, item, isOwn) =>
  may(typePermissions.editAny(item.type)) || (isOwn && may(typePermissions.editOwn(item.type)));
const view: Law = (may, item, isOwn) =>
  item.published
    ? may("access content")
    : may("view unpublished content") || (isOwn && may("view own unpublished content"));

const LAWS: { readonly [Operation in ItemOperation]: Law } = {
  view,
  edit,
  delete: (may, item, isOwn) =>
    may(typePermissions.deleteAny(item.type)) || (isOwn && may(typePermissions.deleteOwn(item.type))),
  "view revisions": (may, item, isOwn) => view(may, item, isOwn) && may(typePermissions.viewRevisions(item.type)),
  "revert revisions": (may, item, isOwn) => edit(may, item, isOwn) && may(typePermissions.revertRevisions(item.type)),
  "delete revisions": (may, item, isOwn) => edit(may, item, isOwn) && may(typePermissions.deleteRevisions(item.type)),
};

/**
 * Whether the user may do `operation` with `item`. Every door asks here: page, listing, form, plugin. A plugin that denies ends it, else
 * one that grants decides; when all of them leave it open, roles do.
 */
export function checkAccess(state: RequestState, operation: ItemOperation, item: Item): boolean | Promise<boolean> {
  if (!isJudged(state, item.type)) return roleAccess(state, operation, item);
  const decide = (result: AccessResult) =>
    result === "neutral" ? roleAccess(state, operation, item) : result === "grant";
  const result = state.taps.access(state, "tap_item_access", [handleOf(state, item), operation]);
  return typeof result === "string" ? decide(result) : result.then(decide);
}

/** Whether plugins have a say in what may be done with items of `type`. */
export function isJudged(state: RequestState, type: string): boolean {
  if (!state.taps.has(state, "tap_item_access")) return false;
  for (const { judges } of state.site.plugins.values()) {
    if (judges === "all" || judges.includes(type)) return true;
  }
  return false;
}

/** Whether the user's roles allow `operation` with `item`. */
export function roleAccess(state: AccessState, operation: ItemOperation, item: AccessItem): boolean {
  const may = (permission: string) => hasPermission(state.site, state.user, permission);
  return LAWS[operation](may, item, isOwnOf(state.user, item.authorId));
}

/** Whether the user may make a new item of `type`. */
export function mayCreate(state: AccessState, type: string): boolean {
  return hasPermission(state.site, state.user, typePermissions.create(type));
}

/**
 * The law of viewing as a condition on the columns of `item` under the name `alias`, so that a listing neither shows nor
 * counts what `roleAccess(state, "view", …)` refuses.
 */
export function accessCondition(state: AccessState, alias: string): FragmentSqlToken {
  const may = (permission: string) => hasPermission(state.site, state.user, permission);
  const published = may("access content");
  const unpublished = may("view unpublished content");
  if (published && unpublished) return sql.fragment`true`;
  const status = sql.identifier([alias, "status"]);
  const conditions: FragmentSqlToken[] = [];
  if (published) conditions.push(sql.fragment`${status} = 1`);
  if (unpublished) conditions.push(sql.fragment`${status} = 0`);
  else if (state.user.id !== NIL_UUID && may("view own unpublished content")) {
    const author = sql.identifier([alias, "author_id"]);
    conditions.push(sql.fragment`(${status} = 0 and ${author} = ${state.user.id}::uuid)`);
  }
  if (conditions.length === 0) return sql.fragment`false`;
  if (conditions.length === 1) return conditions[0]!;
  return sql.fragment`(${sql.join(conditions, sql.fragment` or `)})`;
}

/** What nobody wrote is nobody's own. */
function isOwnOf(user: User, authorId: string): boolean {
  return user.id !== NIL_UUID && user.id === authorId;
}
