import { Fault } from "../base/fault.ts";
import type { GatherResult } from "../gather/execute.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";
import type { Html } from "../render/html.ts";
import { html } from "../render/html.ts";
import type { ItemView } from "./item-context.ts";
import { itemContext } from "./item-context.ts";
import { itemVariables, NO_PARTS } from "./item-parts.ts";
import type { LabelOf } from "./labels.ts";
import { itemSuggestions } from "./suggestions.ts";
import { viewEntries } from "./view-entries.ts";

const CARD = "card";

/** The items of a listing, each drawn by the template of its type in the view mode of the display. */
export async function listingRows(
  state: RequestState,
  { display, items }: GatherResult,
  labelOf: LabelOf,
): Promise<readonly Html[]> {
  const { site } = state;
  const viewMode = display.spec.style?.view_mode ?? CARD;
  const views = new Map<string, { readonly view: ItemView; readonly template: string } | null>();
  const hasVariables = state.taps.has("tap_preprocess_item");
  const rows: Html[] = [];
  for (const item of items) {
    let known = views.get(item.type);
    if (known === undefined) {
      const view = itemView(site, item, viewMode, labelOf);
      const template = view === null ? "" : site.templates.resolve(itemSuggestions(item.type, item.id, viewMode));
      known = view === null ? null : { view, template };
      views.set(item.type, known);
    }
    if (known === null) continue;
    const { view, template } = known;
    const parts = hasVariables ? { ...NO_PARTS, variables: await itemVariables(state, view, item) } : NO_PARTS;
    const row = drawn(state, item, () => site.templates.render(template, itemContext(view, item, parts)));
    if (row !== null) rows.push(html(row));
  }
  return rows;
}

/** One item that its template breaks over is left out, and the log says so; the others are shown. */
function drawn({ log }: RequestState, item: Item, draw: () => string): string | null {
  try {
    return draw();
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "template.failed") throw error;
    log.error({ item: item.id, err: error }, "An item of a listing cannot be drawn, and is left out.");
    return null;
  }
}

/** How items of this one's type are shown; null when the snapshot does not have the type. */
export function itemView(site: Site, item: Item, viewMode: string, labelOf: LabelOf): ItemView | null {
  const type = site.types.get(item.type);
  return type === undefined ? null : { site, type, viewMode, entries: viewEntries(site, type, viewMode), labelOf };
}
