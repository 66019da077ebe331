import { pathTo } from "../../addresses/path-to.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import { renderAdminPage } from "../admin/admin-page.ts";
import type { Page } from "../page.ts";
import { creatableTypes } from "./creatable-types.ts";

/** Chooses the type of a new item. */
export function addPage(state: RequestState): Promise<Page> {
  const types = creatableTypes(state).map(({ name, label, description }) => ({
    label,
    description,
    url: pathTo("item-create", { type: name }),
  }));
  return renderAdminPage(state, {
    title: "Add content",
    description: "Choose what to make.",
    section: "content",
    path: pathTo("item-add"),
    trail: { label: "Content", url: pathTo("content") },
    main: html(state.site.templates.render("admin-add", { types })),
  });
}
