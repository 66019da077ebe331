import { AccessResult, callback, ContentType, Element, Failure, FullItem, Item, Json, log, Permission, tap } from "trovato/sdk";

@tap
export function perm(): string[] {
  return [];
}
