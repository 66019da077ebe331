import { AccessResult, callback, ContentType, Element, Failure, FullItem, Item, Json, log, Permission, tap } from "trovato/sdk";

@callback
export function recent<T>(payload: Json): Json {
  return payload;
}
