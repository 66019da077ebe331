import { pathTo } from "../../../addresses/path-to.ts";
import { deleteItem } from "../../../content/delete.ts";
import type { Form } from "../../../model/forms.ts";
import type { Item } from "../../../model/item.ts";
import type { RequestState } from "../../../model/request-state.ts";
import { adminFormPage } from "../../../pages/admin/admin-form-page.ts";
import { itemTasks } from "../../../pages/content/item-tasks.ts";
import { say } from "../../../words/say.ts";
import type { RouteServices } from "../../http-services.ts";
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
          form: deleteForm(exchange.state, item),
          submit: async () => {
            await deleteItem(exchange.state, item.id);
            return {
              redirect: pathTo("content"),
              message: say(exchange.state.site, "content.deleted", { title: item.title }),
            };
          },
        };
      },
      page: async (exchange, form, status) => {
        const { item } = await itemOf(exchange, "delete");
        const path = pathTo("item-delete", { id: item.id });
        return adminFormPage(exchange.state, {
          title: say(exchange.state.site, "content.delete_title", { title: item.title }),
          section: "content",
          path,
          trail: { label: say(exchange.state.site, "content.content"), url: pathTo("content") },
          tabs: await itemTasks(exchange.state, item, path),
          status,
          form,
        });
      },
    }),
  };
}

function deleteForm({ site, stage }: RequestState, item: Item): Form {
  return {
    id: "item-delete",
    action: pathTo("item-delete", { id: item.id }),
    elements: {
      about: {
        "#type": "markup",
        "#value": say(site, item.stageId === stage ? "content.delete_about" : "content.delete_about_stage"),
      },
      delete: { "#type": "submit", "#value": say(site, "content.delete"), "#title": item.title, "#button": "danger" },
    },
  };
}
