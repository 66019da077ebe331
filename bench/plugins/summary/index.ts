import { context, Element, Item, tap } from "trovato/sdk";

/** Three reads, one write, one element. */
@tap
export function item_view(item: Item): Element | null {
  const title = item.title;
  const rating = item.int("field_votes");
  context.set("last_viewed", title);
  return Element.markup("p", title + " by " + item.text("field_director") + ", " + rating.toString() + " votes").class("summary");
}
