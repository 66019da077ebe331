import { pathTo } from "../../addresses/path-to.ts";
import { systemClock } from "../../base/clock.ts";
import type { AccessItem } from "../../content/access.ts";
import { roleAccess } from "../../content/access.ts";
import type { ContentRow } from "../../content/find-content.ts";
import { findContent } from "../../content/find-content.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import { renderAdminPage } from "../admin/admin-page.ts";
import type { Cell, Column } from "../admin/cells.ts";
import { momentCell, tableOf } from "../admin/cells.ts";
import type { Page } from "../page.ts";
import { itemUrl } from "../urls.ts";
import { creatableTypes } from "./creatable-types.ts";

const PER_PAGE = 50;

const COLUMNS: readonly Column[] = [
  { label: "Title" },
  { label: "Type" },
  { label: "Status" },
  { label: "Author" },
  { label: "Changed" },
  { label: "Actions", hidden: true },
];

/** The list of all content. */
export async function contentPage(state: RequestState): Promise<Page> {
  const rows = await findContent(state, PER_PAGE);
  const now = systemClock.now();
  const add = { label: "Add content", url: pathTo("item-add") };
  const mayAdd = creatableTypes(state).length > 0;
  return renderAdminPage(state, {
    title: "Content",
    section: "content",
    path: pathTo("content"),
    ...(mayAdd && { actions: [{ ...add, primary: true }] }),
    main: html(
      state.site.templates.render("admin-list", {
        table: tableOf(
          "Content",
          COLUMNS,
          rows.map((row) => cellsOf(state, row, now)),
        ),
        empty: rows.length > 0 ? null : { title: "No content yet.", ...(mayAdd && { action: add }) },
      }),
    ),
  });
}

function cellsOf(state: RequestState, row: ContentRow, now: number): readonly Cell[] {
  const { id, title, author, published, changed } = row;
  const type = state.site.types.get(row.type);
  const item: AccessItem = row;
  const about = title;
  const links = [
    ...(roleAccess(state, "edit", item) ? [{ label: "Edit", url: pathTo("item-edit", { id }), about }] : []),
    ...(roleAccess(state, "delete", item) ? [{ label: "Delete", url: pathTo("item-delete", { id }), about }] : []),
  ];
  return [
    type?.hasPage === true ? { text: title, url: itemUrl(id) } : { text: title },
    { text: type?.label ?? row.type },
    { chips: [published ? { label: "Published", look: "good" } : { label: "Draft", look: "plain" }] },
    { text: author ?? "Nobody" },
    momentCell(state.site, changed, now),
    links.length === 0 ? {} : { links, look: "bare" },
  ];
}
