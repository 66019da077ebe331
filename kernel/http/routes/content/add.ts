import { pathTo } from "../../../addresses/path-to.ts";
import { Fault } from "../../../base/fault.ts";
import { addPage } from "../../../pages/content/add-page.ts";
import { creatableTypes } from "../../../pages/content/creatable-types.ts";
import { say } from "../../../words/say.ts";
import type { RouteServices } from "../../http-services.ts";
import { privatePage } from "../pages.ts";
import type { KernelRoutes } from "../route.ts";
import { newItem } from "./edited.ts";
import { itemFormRoutes } from "./item-form-routes.ts";

type Names = "item-add" | "item-create" | "item-create-preview" | "item-create-draft" | "item-create-discard";

/** Making items: which type, and its form. */
export function addRoutes(services: RouteServices): KernelRoutes<Names> {
  const routes = itemFormRoutes(services, {
    access: async (exchange) => void (await newItem(exchange)),
    edited: newItem,
    around: async ({ state }, { type }) => ({
      title: say(state.site, "content.add_title", { type: type.label }),
      description: type.description,
      trail: { label: say(state.site, "content.add"), url: pathTo("item-add") },
    }),
  });
  return {
    "item-add": {
      GET: privatePage(services, {
        access: ({ state }) => {
          if (creatableTypes(state).length > 0) return;
          throw new Fault("access.denied", "The user may make items of no type.");
        },
        page: async ({ state }) => {
          const types = creatableTypes(state);
          return types.length === 1 ? pathTo("item-create", { type: types[0]!.name }) : addPage(state);
        },
      }),
    },
    "item-create": routes.form,
    "item-create-preview": routes.preview,
    "item-create-draft": routes.draft,
    "item-create-discard": routes.discard,
  };
}
