import { adminFormPage } from "../../../pages/admin/admin-form-page.ts";
import { itemTasks } from "../../../pages/content/item-tasks.ts";
import { CONTENT, editUrl } from "../../../pages/content/paths.ts";
import type { HttpServices } from "../../services.ts";
import { formPage } from "../pages.ts";
import type { Route } from "../route.ts";
import { itemHandler } from "./item-handler.ts";
import { itemAccess, itemOf } from "./item-of.ts";

/** Changing an item. */
export function editRoutes(services: HttpServices): readonly Route[] {
  return formPage(services, {
    path: "/item/:id/edit",
    access: itemAccess("edit"),
    build: async (exchange) => itemHandler(exchange, await itemOf(exchange, "edit")),
    page: async (exchange, form, status) => {
      const { item, type } = await itemOf(exchange, "edit");
      const path = editUrl(item.id);
      return adminFormPage(exchange.state, {
        title: `Edit ${item.title}`,
        description: type.label,
        section: "content",
        path,
        trail: { label: "Content", url: CONTENT },
        tabs: await itemTasks(exchange.state, item, path),
        status,
        form,
      });
    },
  });
}
