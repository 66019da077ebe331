import { pathTo } from "../../addresses/path-to.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
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
    title: say(state.site, "content.add"),
    description: say(state.site, "content.add_lead"),
    section: "content",
    path: pathTo("item-add"),
    trail: { label: say(state.site, "content.content"), url: pathTo("content") },
    main: html(state.site.templates.render("admin-add", { types })),
  });
}
