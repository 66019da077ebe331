import { Element, Item, tap } from "trovato/sdk";

/** At a glance: stars for the rating, and what the film returned on its budget. */
@tap
export function item_view(item: Item): Element | null {
  if (item.type != "film") return null;
  const facts = Element.container("aside").class("film-facts").attr("aria-label", "At a glance").weight(10);

  if (item.has("field_rating")) {
    const stars = <i32>Math.round(item.float("field_rating") / 2);
    facts.add(
      Element.markup("p", "★".repeat(stars) + "☆".repeat(5 - stars))
        .class("stars")
        .attr("role", "img")
        .attr("aria-label", stars.toString() + " of 5 stars"),
    );
  }

  const budget = item.int("field_budget");
  if (budget > 0 && item.has("field_gross")) {
    const tenths = Math.round((<f64>item.int("field_gross") / <f64>budget) * 10);
    facts.add(Element.markup("p", (tenths / 10).toString() + " ×").class("big"));
    facts.add(Element.markup("p", "returned on its budget"));
  }
  return facts.isEmpty ? null : facts;
}
