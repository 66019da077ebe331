import { Element, FullItem, Json, tap } from "trovato/sdk";

/** Does what `summary` does, with the item handed over whole: the field is written into the guest's own copy. */
@tap
export function item_view(item: FullItem): Element | null {
  const votes = item.int("field_votes").toString();
  const line = "Directed by " + item.text("field_director") + " in " + item.text("field_released") + ", " + votes + " votes";
  item.json.get("fields").set("field_summary", Json.object().set("value", line));
  return Element.markup("p", line).class("summary");
}
