import { pathTo } from "../../../addresses/path-to.ts";
import { adminFormPage } from "../../../pages/admin/admin-form-page.ts";
import { itemTasks } from "../../../pages/content/item-tasks.ts";
import type { RouteServices } from "../../services.ts";
import { formPage } from "../pages.ts";
import type { KernelRoutes } from "../route.ts";
import { itemHandler } from "./item-handler.ts";
import { itemAccess, itemOf } from "./item-of.ts";

/** Changing an item. */
export function editRoutes(services: RouteServices): KernelRoutes<"item-edit"> {
  return {
    "item-edit": formPage(services, {
      access: itemAccess("edit"),
      build: async (exchange) => itemHandler(exchange, await itemOf(exchange, "edit")),
      page: async (exchange, form, status) => {
        const { item, type } = await itemOf(exchange, "edit");
        const path = pathTo("item-edit", { id: item.id });
        return adminFormPage(exchange.state, {
          title: `Edit ${item.title}`,
          description: type.label,
          section: "content",
          path,
          trail: { label: "Content", url: pathTo("content") },
          tabs: await itemTasks(exchange.state, item, path),
          status,
          form,
        });
      },
    }),
  };
}
