import { Draft, Failure, Item, tap } from "trovato/sdk";

@tap
export function item_presave(item: Item): Failure | null {
  new Draft("film", item.title).set("field_of", "text").create();
  return item.set("field_other", item);
}
