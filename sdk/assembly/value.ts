import { Json } from "./json";

/** Values of fields that are more than a text, a number or a bool, for `Item.set` and `Draft.set`. */
export namespace Value {
  /** A long text with its format: `filtered_html`, `markdown`, `plain`. */
  export function formatted(text: string, format: string): Json {
    return Json.object().set("value", text).set("format", format);
  }

  /** Tags, by their ids. */
  export function tags(ids: string[]): Json {
    return references(ids, "category_tag");
  }

  /** Other items, by their ids. */
  export function items(ids: string[]): Json {
    return references(ids, "item");
  }

  /** No value at all. */
  export function none(): Json {
    return Json.nothing;
  }

  function references(ids: string[], type: string): Json {
    const list = Json.list();
    for (let index = 0; index < ids.length; index++) {
      list.add(Json.object().set("target_id", ids[index]).set("target_type", type));
    }
    return list;
  }
}
