import { context, Element, FullItem, tap } from "trovato/sdk";

/** What `summary` does, with the item handed over whole. */
@tap
export function item_view(item: FullItem): Element | null {
  const title = item.title;
  const rating = item.int("field_votes");
  context.set("last_viewed", title);
  return Element.markup("p", title + " by " + item.text("field_director") + ", " + rating.toString() + " votes").class("summary");
}
