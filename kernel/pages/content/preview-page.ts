import type { ItemType } from "../../kinds/type/type-spec.ts";
import type { Item } from "../../model/item.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
import { itemMain } from "../item-page.ts";
import type { Page } from "../page.ts";
import { renderPage } from "../shell.ts";

/** An item as its page would show it, in the site's theme, with the way back to its form. */
export async function previewPage(
  state: RequestState,
  { type, item, formUrl }: { readonly type: ItemType; readonly item: Item; readonly formUrl: string },
): Promise<Page> {
  const { main, breadcrumb } = await itemMain(state, type, item);
  const shown = state.site.templates.render("preview", { item: main, formUrl });
  return renderPage(state, {
    title: say(state.site, "content.preview_title", { title: item.title }),
    path: `${formUrl}/preview`,
    canonical: null,
    breadcrumb,
    main: html(shown),
  });
}
