import { callback, Element, FullItem, gather, Item, Json, Page, tap } from "trovato/sdk";

/** At a glance: stars for the rating, and what the film returned on its budget. */
@tap
export function item_view(item: Item): Element | null {
  if (item.type != "film") return null;
  const facts = Element.container("aside").class("film-facts").attr("aria-label", "At a glance").weight(10);

  if (item.has("field_rating")) facts.add(stars(item.float("field_rating")));

  const budget = item.int("field_budget");
  if (budget > 0 && item.has("field_gross")) {
    const tenths = Math.round((<f64>item.int("field_gross") / <f64>budget) * 10);
    facts.add(Element.markup("p", (tenths / 10).toString() + " ×").class("big"));
    facts.add(Element.markup("p", "returned on its budget"));
  }
  return facts.isEmpty ? null : facts;
}

/** A page for every year: its best films. */
@tap
export function menu(): Page[] {
  return [new Page("/films/top/{year}", "The best films of {year}", "top_films").parent("/films").tag("type:film")];
}

/** The films of a year that were rated best, in an ordered list. */
@callback
export function top_films(payload: Json): Element | null {
  const year = payload.text("year");
  const found = gather("films", "page")
    .expose("field_released[min]", year + "-01-01")
    .expose("field_released[max]", year + "-12-31")
    .expose("sort", "field_rating")
    .run();
  const films = found.or([]);
  if (films.length == 0) return null;

  const list = Element.container("ol").class("top-films");
  for (let index = 0; index < films.length; index++) list.add(entry(films[index]));
  return list;
}

function entry(film: FullItem): Element {
  const line = Element.container("li").add(Element.link(film.title, "/item/" + film.id));
  return film.has("field_rating") ? line.add(stars(film.float("field_rating"))) : line;
}

/** A rating out of ten as five stars. */
function stars(rating: f64): Element {
  const full = <i32>Math.round(rating / 2);
  return Element.markup("p", "★".repeat(full) + "☆".repeat(5 - full))
    .class("stars")
    .attr("role", "img")
    .attr("aria-label", full.toString() + " of 5 stars");
}
