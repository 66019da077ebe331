import type { RequestState } from "../../model/request-state.ts";
import { html } from "../../render/html.ts";
import type { Page } from "../page.ts";
import { renderAdminPage } from "./admin-page.ts";

/** For who may come in, and may see no part of the administration. */
export function emptyFront(state: RequestState): Promise<Page> {
  const empty = {
    title: "There is nothing here for you yet.",
    text: "Whoever gave you access can give you permissions for the parts that you need.",
  };
  return renderAdminPage(state, {
    title: "Administration",
    section: "",
    path: "/admin",
    main: html(state.site.templates.render("admin-nothing", { empty })),
  });
}
