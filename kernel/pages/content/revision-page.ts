import { pathTo } from "../../addresses/path-to.ts";
import type { Revision } from "../../content/revisions.ts";
import type { ItemType } from "../../kinds/type/type-spec.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
import { itemMain } from "../item-page.ts";
import type { Page } from "../page.ts";
import { renderPage } from "../shell.ts";
import { nameOf } from "./compare-page.ts";

/** An item as one of its revisions has it, in the site's theme. */
export async function revisionPage(state: RequestState, type: ItemType, revision: Revision): Promise<Page> {
  const { site } = state;
  const { item, logMessage } = revision;
  const { main, breadcrumb } = await itemMain(state, type, item);
  const shown = site.templates.render("revision", {
    item: main,
    name: nameOf(state, revision),
    note: logMessage,
    revisionsUrl: pathTo("item-revisions", { id: item.id }),
  });
  return renderPage(state, {
    title: say(site, "content.revision_title", { title: item.title }),
    path: pathTo("item-revision", { id: item.id, revision: item.revisionId }),
    canonical: null,
    breadcrumb,
    main: html(shown),
  });
}
