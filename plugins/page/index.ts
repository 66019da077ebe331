import { AccessResult, Element, Item, Json, Permission, tap, user } from "trovato/sdk";

/** Declares what this plugin lets a role do. */
@tap
export function perm(): Permission[] {
  return [new Permission("preview pages", "See pages that are not published")];
}

/** Who may preview pages sees those that are not published; about everything else this plugin has no opinion. */
@tap
export function item_access(item: Item, operation: string): AccessResult {
  if (operation != "view" || item.isPublished || item.type != "page") return AccessResult.Neutral;
  return user.can("preview pages") ? AccessResult.Grant : AccessResult.Neutral;
}

/** Says on top of a preview that it is one. */
@tap
export function item_view_alter(item: Item, elements: Json): Json {
  if (item.type != "page" || item.isPublished) return elements;
  const notice = Element.markup("p", "This page is not published.").class("notice").attr("role", "status").weight(-100);
  return elements.add(notice.toJson());
}
