import { callback, db, Element, Item, Json, log, tap, variables } from "trovato/sdk";

const MOST_RELATED = 5;

/** The fields that hold tags: the setting `categories.fields`. */
function tagFields(): string[] {
  return variables.get("fields", "field_tags").split(",");
}

function tagsOf(item: Item): string[] {
  const fields = tagFields();
  let tags: string[] = [];
  for (let index = 0; index < fields.length; index++) tags = tags.concat(item.references(fields[index]));
  return tags;
}

function remember(item: Item): void {
  const tags = tagsOf(item);
  for (let index = 0; index < tags.length; index++) {
    const added = db.insert("tagged", Json.object().set("item", item.id).set("tag", tags[index]));
    if (!added.isOk) log.warning(added.failure!.toString());
  }
}

function forget(item: Item): void {
  const removed = db.table("tagged").where("item", "equals", item.id).delete();
  if (!removed.isOk) log.warning(removed.failure!.toString());
}

// These three run inside the transaction of the save: what they write is there if and only if the item is.

@tap
export function item_insert(item: Item): void {
  remember(item);
}

@tap
export function item_update(item: Item): void {
  forget(item);
  remember(item);
}

@tap
export function item_delete(item: Item): void {
  forget(item);
}

/** Other items that share the first tag, as far as the visitor may see them. */
@tap
export function item_view(item: Item): Element | null {
  const tags = tagsOf(item);
  if (tags.length == 0) return null;
  const rows = rowsWith(tags[0], MOST_RELATED + 1);
  const list = Element.list();
  for (let index = 0; index < rows.length; index++) {
    const id = rows.at(index).text("item");
    if (id == item.id) continue;
    const related = Item.load(id).or(null);
    if (related !== null) list.add(Element.link(related.title, "/item/" + id));
  }
  if (list.isEmpty) return null;
  return Element.container("aside").class("related").weight(50).add(Element.markup("h2", "Related")).add(list);
}

/** For other plugins: `{"tag": id}` → `{"items": [id, …]}`. */
@callback
export function items_with(payload: Json): Json {
  const rows = rowsWith(payload.text("tag"), 100);
  const items = Json.list();
  for (let index = 0; index < rows.length; index++) items.add(rows.at(index).text("item"));
  return Json.object().set("items", items);
}

function rowsWith(tag: string, most: i32): Json {
  return db.table("tagged").fields(["item"]).where("tag", "equals", tag).limit(most).select().or(Json.list());
}
