import { pathTo } from "../../addresses/path-to.ts";
import type { Revision } from "../../content/revisions.ts";
import type { ItemType } from "../../kinds/type/type-spec.ts";
import type { Item } from "../../model/item.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
import { renderAdminPage } from "../admin/admin-page.ts";
import { momentText } from "../admin/cells.ts";
import type { Page } from "../page.ts";
import { diffView } from "./diff-view.ts";
import { itemTasks } from "./item-tasks.ts";
import { itemTexts } from "./item-texts.ts";

export type Compared = {
  readonly item: Item;
  readonly type: ItemType;
  readonly from: Revision;
  readonly to: Revision;
  /** Side by side, or everything in one text. */
  readonly isInline: boolean;
};

/** Renders what changed from one revision of an item to another. */
export async function comparePage(state: RequestState, { item, type, from, to, isInline }: Compared): Promise<Page> {
  const { site } = state;
  const [before, after] = await itemTexts(state, type, [from.item, to.item]);
  const own = pathTo("item-compare", { id: item.id });
  const urlOf = (view: string) => `${own}?from=${from.item.revisionId}&to=${to.item.revisionId}&view=${view}`;
  const shown = {
    isInline,
    before: nameOf(state, from),
    after: nameOf(state, to),
    fields: diffView(before!, after!),
    views: [
      { label: say(site, "content.side_by_side"), url: urlOf("side"), current: !isInline },
      { label: say(site, "content.inline"), url: urlOf("inline"), current: isInline },
    ],
  };
  return renderAdminPage(state, {
    title: say(site, "content.compare_title", { title: item.title }),
    section: "content",
    path: own,
    trail: {
      label: say(site, "content.revisions"),
      url: pathTo("item-revisions", { id: item.id }),
    },
    tabs: await itemTasks(state, item, pathTo("item-revisions", { id: item.id })),
    main: html(site.templates.render("admin-compare", shown)),
  });
}

/** When a revision was made, and by whom. */
export function nameOf(state: RequestState, { created, reviser }: Revision): string {
  const { site } = state;
  return say(site, "content.revision_by", {
    when: momentText(site, created, state.clock.now()),
    name: reviser ?? say(site, "content.nobody"),
  });
}
