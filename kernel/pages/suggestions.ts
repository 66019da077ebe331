/** The view mode of an item on its own page. */
export const FULL = "full";

/**
 * The templates that an item may be shown with; the first that exists is used. The ones without a view mode are for the
 * item's own page, so that a type's page never ends up inside a listing.
 */
export function itemSuggestions(type: string, id: string, viewMode: string): readonly string[] {
  if (viewMode !== FULL) return [`item--${type}--${viewMode}`, `item--${viewMode}`, "item--card"];
  return [`item--${type}--${id}`, `item--${type}--${FULL}`, `item--${type}`, `item--${FULL}`, "item"];
}
