import { pathTo } from "../../addresses/path-to.ts";
import type { AccessItem } from "../../content/access.ts";
import { roleAccess } from "../../content/access.ts";
import type { ContentRow } from "../../content/find-content.ts";
import { findContent } from "../../content/find-content.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { Site } from "../../model/site.ts";
import { html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
import { renderAdminPage } from "../admin/admin-page.ts";
import type { Cell, Column } from "../admin/cells.ts";
import { momentCell, tableOf } from "../admin/cells.ts";
import type { Page } from "../page.ts";
import { itemUrl } from "../urls.ts";
import { creatableTypes } from "./creatable-types.ts";

const PER_PAGE = 50;

/** The list of all content. */
export async function contentPage(state: RequestState): Promise<Page> {
  const { site } = state;
  const rows = await findContent(state, PER_PAGE);
  const now = state.clock.now();
  const add = { label: say(site, "content.add"), url: pathTo("item-add") };
  const mayAdd = creatableTypes(state).length > 0;
  return renderAdminPage(state, {
    title: say(site, "content.content"),
    section: "content",
    path: pathTo("content"),
    ...(mayAdd && { actions: [{ ...add, primary: true }] }),
    main: html(
      site.templates.render("admin-list", {
        table: tableOf(
          say(site, "content.content"),
          columnsOf(site),
          rows.map((row) => cellsOf(state, row, now)),
        ),
        empty: rows.length > 0 ? null : { title: say(site, "content.none"), ...(mayAdd && { action: add }) },
      }),
    ),
  });
}

function columnsOf(site: Site): readonly Column[] {
  return [
    { label: say(site, "listing.title") },
    { label: say(site, "listing.type") },
    { label: say(site, "listing.status") },
    { label: say(site, "content.author") },
    { label: say(site, "listing.changed") },
    { label: say(site, "admin.actions"), hidden: true },
  ];
}

function cellsOf(state: RequestState, row: ContentRow, now: number): readonly Cell[] {
  const { site } = state;
  const { id, title, author, published, changed } = row;
  const type = site.types.get(row.type);
  const item: AccessItem = row;
  const about = title;
  const links = [
    ...(roleAccess(state, "edit", item)
      ? [{ label: say(site, "content.edit"), url: pathTo("item-edit", { id }), about }]
      : []),
    ...(roleAccess(state, "delete", item)
      ? [{ label: say(site, "content.delete"), url: pathTo("item-delete", { id }), about }]
      : []),
  ];
  return [
    type?.hasPage === true ? { text: title, url: itemUrl(id) } : { text: title },
    { text: type?.label ?? row.type },
    {
      chips: [
        published
          ? { label: say(site, "content.published"), look: "good" }
          : { label: say(site, "content.draft"), look: "plain" },
      ],
    },
    { text: author ?? say(site, "content.nobody") },
    momentCell(state.site, changed, now),
    links.length === 0 ? {} : { links, look: "bare" },
  ];
}
