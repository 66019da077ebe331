import { AccessResult, callback, ContentType, Element, Failure, FullItem, Item, Json, log, Permission, tap } from "trovato/sdk";

@callback
export function recent(count: i32): Element {
  return Element.container();
}
