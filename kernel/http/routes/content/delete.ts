import { pathTo } from "../../../addresses/path-to.ts";
import { deleteItem } from "../../../content/delete.ts";
import type { Form } from "../../../model/forms.ts";
import type { Item } from "../../../model/item.ts";
import { adminFormPage } from "../../../pages/admin/admin-form-page.ts";
import { itemTasks } from "../../../pages/content/item-tasks.ts";
import type { RouteServices } from "../../services.ts";
import { formPage } from "../pages.ts";
import type { KernelRoutes } from "../route.ts";
import { itemAccess, itemOf } from "./item-of.ts";

/** Deleting an item, which asks first. */
export function deleteRoutes(services: RouteServices): KernelRoutes<"item-delete"> {
  return {
    "item-delete": formPage(services, {
      access: itemAccess("delete"),
      build: async (exchange) => {
        const { item } = await itemOf(exchange, "delete");
        return {
          form: deleteForm(item),
          submit: async () => {
            await deleteItem(exchange.state, item.id);
            return { redirect: pathTo("content"), message: `${item.title} is deleted.` };
          },
        };
      },
      page: async (exchange, form, status) => {
        const { item } = await itemOf(exchange, "delete");
        const path = pathTo("item-delete", { id: item.id });
        return adminFormPage(exchange.state, {
          title: `Delete ${item.title}?`,
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

function deleteForm(item: Item): Form {
  return {
    id: "item-delete",
    action: pathTo("item-delete", { id: item.id }),
    elements: {
      about: { "#type": "markup", "#value": "It goes with all of its revisions. This cannot be undone." },
      delete: { "#type": "submit", "#value": "Delete", "#title": item.title, "#button": "danger" },
    },
  };
}
