import { AccessResult, callback, ContentType, Element, Failure, FullItem, Item, Json, log, Permission, tap } from "trovato/sdk";

@callback
export function item_view(payload: Json): Json {
  return payload;
}
