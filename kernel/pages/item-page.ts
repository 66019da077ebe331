import { Fault } from "../base/fault.ts";
import { checkAccess } from "../content/access.ts";
import { loadItem } from "../content/load.ts";
import type { ItemType } from "../kinds/type/type-spec.ts";
import { cacheTags } from "../model/cache.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Html } from "../render/html.ts";
import { html } from "../render/html.ts";
import type { Crumb } from "./breadcrumb.ts";
import { itemBreadcrumb } from "./breadcrumb.ts";
import { itemTasks } from "./content/item-tasks.ts";
import { itemContext } from "./item-context.ts";
import { itemParts } from "./item-parts.ts";
import { prepareLabels } from "./labels.ts";
import type { Page } from "./page.ts";
import { renderPage } from "./shell.ts";
import { FULL, itemSuggestions } from "./suggestions.ts";
import { itemUrl } from "./urls.ts";
import { viewEntries } from "./view-entries.ts";

/**
 * The page of an item, with what plugins add to it.
 * @throws Fault `item.missing` when there is none, when its type has no pages, or when the user may not know of it
 */
export async function itemPage(state: RequestState, id: string): Promise<Page> {
  const { site } = state;
  const item = await loadItem(state, id);
  const type = site.types.get(item?.type ?? "");
  if (item === null || type === undefined || !type.hasPage || !(await checkAccess(state, "view", item))) {
    throw new Fault("item.missing", `There is no item ${id}.`);
  }
  state.cacheability.tags.add(cacheTags.site);
  const { main, breadcrumb } = await itemMain(state, type, item);
  const path = itemUrl(item.id);
  const tasks = await itemTasks(state, item, path);
  return renderPage(state, { title: item.title, path, canonical: path, breadcrumb, tasks, main });
}

/** Renders an item by itself, with what plugins add to it, and where it stands. */
export async function itemMain(
  state: RequestState,
  type: ItemType,
  item: Item,
): Promise<{ readonly main: Html; readonly breadcrumb: readonly Crumb[] }> {
  const { site } = state;
  const labelOf = await prepareLabels(state, [item]);
  const breadcrumb = await itemBreadcrumb(state, item);
  const view = { site, type, viewMode: FULL, entries: viewEntries(site, type, FULL), labelOf };
  const parts = await itemParts(state, view, item);
  const template = site.templates.resolve(itemSuggestions(type.name, item.id, FULL));
  const main = html(site.templates.render(template, itemContext(view, item, parts)));
  return { main, breadcrumb };
}
