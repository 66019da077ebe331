import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import { renderAdminPage } from "../admin/admin-page.ts";
import type { Page } from "../page.ts";
import { creatableTypes } from "./creatable-types.ts";
import { ADD_PATH, addUrl, CONTENT } from "./paths.ts";

/** Chooses the type of a new item. */
export function addPage(state: RequestState): Promise<Page> {
  const types = creatableTypes(state).map(({ name, label, description }) => ({
    label,
    description,
    url: addUrl(name),
  }));
  return renderAdminPage(state, {
    title: "Add content",
    description: "Choose what to make.",
    section: "content",
    path: ADD_PATH,
    trail: { label: "Content", url: CONTENT },
    main: html(state.site.templates.render("admin-add", { types })),
  });
}
