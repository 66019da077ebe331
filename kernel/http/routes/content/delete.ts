import { deleteItem } from "../../../content/delete.ts";
import type { Form } from "../../../model/forms.ts";
import type { Item } from "../../../model/item.ts";
import { adminFormPage } from "../../../pages/admin/admin-form-page.ts";
import { itemTasks } from "../../../pages/content/item-tasks.ts";
import { CONTENT, deleteUrl } from "../../../pages/content/paths.ts";
import type { HttpServices } from "../../services.ts";
import { formPage } from "../pages.ts";
import type { Route } from "../route.ts";
import { itemAccess, itemOf } from "./item-of.ts";

/** Deleting an item, which asks first. */
export function deleteRoutes(services: HttpServices): readonly Route[] {
  return formPage(services, {
    path: "/item/:id/delete",
    access: itemAccess("delete"),
    build: async (exchange) => {
      const { item } = await itemOf(exchange, "delete");
      return {
        form: deleteForm(item),
        submit: async () => {
          await deleteItem(exchange.state, item.id);
          return { redirect: CONTENT, message: `${item.title} is deleted.` };
        },
      };
    },
    page: async (exchange, form, status) => {
      const { item } = await itemOf(exchange, "delete");
      const path = deleteUrl(item.id);
      return adminFormPage(exchange.state, {
        title: `Delete ${item.title}?`,
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

function deleteForm(item: Item): Form {
  return {
    id: "item-delete",
    action: deleteUrl(item.id),
    elements: {
      about: { "#type": "markup", "#value": "It goes with all of its revisions. This cannot be undone." },
      delete: { "#type": "submit", "#value": "Delete", "#title": item.title, "#button": "danger" },
    },
  };
}
