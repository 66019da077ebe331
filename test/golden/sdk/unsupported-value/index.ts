import { AccessResult, callback, ContentType, Element, Failure, FullItem, Item, Json, log, Permission, tap } from "trovato/sdk";

@tap
export function cron(): void {
  log.info(Json.object().set("item", new Item(0)).toString());
}
