import { pathTo } from "../../addresses/path-to.ts";
import type { Item } from "../../model/item.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { Html } from "../../render/html.ts";
import { html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
import { renderAdminPage } from "../admin/admin-page.ts";
import type { Page } from "../page.ts";
import { diffView } from "./diff-view.ts";
import type { ItemText } from "./item-texts.ts";

export type Merge = {
  readonly item: Item;
  readonly form: Html;
  readonly status: number;
  readonly theirName: string;
  readonly theirs: readonly ItemText[];
  readonly mine: readonly ItemText[];
};

/** Two versions of an item that were made from the same one, part by part, and the form that chooses between them. */
export function mergePage(state: RequestState, { item, form, status, theirName, theirs, mine }: Merge): Promise<Page> {
  const { site } = state;
  const shown = {
    before: say(site, "content.theirs", { name: theirName }),
    after: say(site, "content.yours"),
    fields: diffView(theirs, mine),
    form,
  };
  return renderAdminPage(state, {
    title: say(site, "content.merge_title", { title: item.title }),
    description: say(site, "content.merge_lead"),
    section: "content",
    path: pathTo("item-merge", { id: item.id }),
    trail: { label: say(site, "content.edit_title", { title: item.title }), url: pathTo("item-edit", { id: item.id }) },
    status,
    main: html(site.templates.render("admin-merge", shown)),
  });
}
