import type { Declared } from "./desired.ts";

/** A small site: one object of most kinds. */
export const FILMS: Declared = {
  "format.filtered_html": { label: "Filtered", filters: ["markdown", "linkify"], allowed_tags: ["p", "a"] },
  "vocabulary.genre": {
    label: "Genre",
    hierarchy: "single",
    tags: ["Drama", { Comedy: ["Romantic Comedy", "Satire"] }, { label: "Noir", description: "Dark." }],
  },
  "type.film": {
    label: "Film",
    description: "A film.",
    fields: {
      field_released: { type: "date", label: "Released" },
      field_genre: { type: "reference", label: "Genre", target: "category_tag", vocabulary: "genre" },
      field_rating: { type: "decimal", label: "Rating", min: 0, max: 10 },
      field_votes: { type: "integer", label: "Votes" },
    },
    view_modes: { card: ["field_released", "field_genre"], full: ["field_genre", "field_rating"] },
  },
  "role.anonymous": { label: "Anonymous", permissions: ["access content"] },
  "role.critic": { label: "Critic", weight: 2, permissions: ["create film content", "edit own film content"] },
  "setting.slogan": { value: "Films" },
  "gather.films": {
    label: "Films",
    base_table: "item",
    displays: [
      {
        id: "page",
        display_type: "page",
        path: "/films",
        filters: [
          { field: "type", operator: "equals", value: "film" },
          { field: "field_rating", operator: "between", exposed: { label: "Rating" } },
        ],
        sorts: [{ field: "field_released", direction: "desc" }],
      },
      { id: "feed", display_type: "feed", inherits: "page", path: "/films.xml" },
    ],
  },
  "limit.listing": { label: "List", match: { path: "/films" }, key: "ip", points: 60, per: "1 minute" },
  "menu.main": { label: "Main", links: { films: { label: "Films", path: "/films", weight: 0 } } },
  "import.films": {
    label: "Films",
    source: { path: "films.json", format: "json" },
    target: { type: "film" },
    key: ["Title"],
    map: { title: { from: "Title", required: true } },
  },
  "plugin.stars": {
    name: "stars",
    version: "1.0.0",
    abi: 1,
    taps: { implements: ["tap_item_view"] },
    sha256: "a".repeat(64),
  },
  "template.films/item--film": { sha256: "b".repeat(64) },
  "asset.films/site.css": { sha256: "c".repeat(64) },
};
