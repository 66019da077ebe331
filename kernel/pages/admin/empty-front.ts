import { pathTo } from "../../addresses/path-to.ts";
import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
import type { Page } from "../page.ts";
import { renderAdminPage } from "./admin-page.ts";

/** For who may come in, and may see no part of the administration. */
export function emptyFront(state: RequestState): Promise<Page> {
  const empty = {
    title: say(state.site, "admin.nothing_open"),
    text: say(state.site, "admin.nothing_open_help"),
  };
  return renderAdminPage(state, {
    title: say(state.site, "page.administration"),
    section: "",
    path: pathTo("admin"),
    main: html(state.site.templates.render("admin-nothing", { empty })),
  });
}
