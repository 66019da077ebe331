import { Element, Item, tap } from "trovato/sdk";

/** Reads three fields, writes one, returns an element. */
@tap
export function item_view(item: Item): Element | null {
  const votes = item.int("field_votes").toString();
  const line = "Directed by " + item.text("field_director") + " in " + item.text("field_released") + ", " + votes + " votes";
  if (item.set("field_summary", line) !== null) return null;
  return Element.markup("p", line).class("summary");
}
