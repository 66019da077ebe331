import { AccessResult, callback, ContentType, Element, Failure, FullItem, Item, Json, log, Permission, tap } from "trovato/sdk";

// @ts-ignore: decorator
@external("env", "fetch")
declare function fetch(): i32;

@tap
export function cron(): void {
  log.info(fetch().toString());
}
