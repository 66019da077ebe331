import type { GatherResult } from "../gather/execute.ts";
import type { Item } from "../model/item.ts";
import type { Site } from "../model/site.ts";
import type { Html } from "../render/html.ts";
import { html } from "../render/html.ts";
import type { ItemView } from "./item-context.ts";
import { itemContext } from "./item-context.ts";
import type { LabelOf } from "./labels.ts";
import { itemSuggestions } from "./suggestions.ts";
import { viewEntries } from "./view-entries.ts";

const CARD = "card";

/** The items of a listing, each drawn by the template of its type in the view mode of the display. */
export function listingRows(site: Site, { display, items }: GatherResult, labelOf: LabelOf): readonly Html[] {
  const viewMode = display.spec.style?.view_mode ?? CARD;
  const views = new Map<string, { readonly view: ItemView; readonly template: string } | null>();
  return items.flatMap((item) => {
    let known = views.get(item.type);
    if (known === undefined) {
      const view = itemView(site, item, viewMode, labelOf);
      const template = view === null ? "" : site.templates.resolve(itemSuggestions(item.type, item.id, viewMode));
      known = view === null ? null : { view, template };
      views.set(item.type, known);
    }
    return known === null ? [] : html(site.templates.render(known.template, itemContext(known.view, item, [])));
  });
}

/** How items of this one's type are shown; null when the snapshot does not have the type. */
export function itemView(site: Site, item: Item, viewMode: string, labelOf: LabelOf): ItemView | null {
  const type = site.types.get(item.type);
  return type === undefined ? null : { site, type, viewMode, entries: viewEntries(type, viewMode), labelOf };
}
