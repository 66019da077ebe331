import { AccessResult, callback, ContentType, Element, Failure, FullItem, Item, Json, log, Permission, tap } from "trovato/sdk";

export class Views {
  @tap
  item_view(item: Item): Element | null {
    return null;
  }
}
