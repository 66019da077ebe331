import { callback, db, Element, Json, log } from "trovato/sdk";

/** The posts of a year, newest first. */
@callback
export function archive(payload: Json): Element | null {
  const year = payload.text("year");
  const posts = db
    .table("item")
    .fields(["id", "title"])
    .where("type", "equals", "blog")
    .where("status", "equals", 1)
    .where("stage_id", "equals", "live")
    .where("created", "greater_or_equal", year + "-01-01T00:00:00Z")
    .where("created", "less_or_equal", year + "-12-31T23:59:59.999999Z")
    .orderBy("created", "desc")
    .select();

  const failure = posts.failure;
  if (failure !== null) {
    log.warning("No archive of " + year + ": " + failure.toString());
    return null;
  }
  const list = Element.list();
  for (let index = 0; index < posts.value.length; index++) {
    const post = posts.value.at(index);
    list.add(Element.link(post.text("title"), "/item/" + post.text("id")));
  }
  return list.isEmpty ? Element.markup("p", "Nothing was written that year.") : list;
}
