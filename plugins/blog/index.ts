import { ContentType, Element, Failure, Field, Item, Page, Permission, tap } from "trovato/sdk";

export { archive } from "./archive";

/** Declares what a post is made of. */
@tap
export function item_info(): ContentType[] {
  return [
    new ContentType("blog", "Blog post")
      .description("A post in the blog.")
      .field(Field.longText("field_body", "Body").required())
      .field(Field.text("field_summary", "Summary").help("Left empty, it is how the post begins.")),
  ];
}

@tap
export function perm(): Permission[] {
  return [new Permission("read blog archive", "Read the archive of the blog")];
}

@tap
export function menu(): Page[] {
  return [
    new Page("/blog/archive/{year}", "Posts of {year}", "archive").permission("read blog archive").tag("type:blog"),
  ];
}

const SUMMARY_LENGTH = 200;

/** A post without a summary is summed up by its beginning, up to the end of a word. */
@tap
export function item_presave(item: Item): Failure | null {
  if (item.type != "blog" || item.has("field_summary")) return null;
  const body = item.text("field_body");
  if (body.length <= SUMMARY_LENGTH) return item.set("field_summary", body);
  const end = body.lastIndexOf(" ", SUMMARY_LENGTH);
  return item.set("field_summary", body.slice(0, end > 0 ? end : SUMMARY_LENGTH) + " …");
}

const WORDS_PER_MINUTE = 220;

/** How long the post takes to read. */
@tap
export function item_view(item: Item): Element | null {
  if (item.type != "blog") return null;
  const words = item.text("field_body").split(" ").length;
  const minutes = max(1, <i32>Math.round(<f64>words / WORDS_PER_MINUTE));
  const text = minutes == 1 ? "A read of one minute" : "A read of " + minutes.toString() + " minutes";
  return Element.markup("p", text).class("reading-time").weight(-10);
}
