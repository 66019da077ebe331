import { pathTo } from "../../../addresses/path-to.ts";
import { Fault } from "../../../base/fault.ts";
import { mayCreate } from "../../../content/access.ts";
import { adminFormPage } from "../../../pages/admin/admin-form-page.ts";
import { addPage } from "../../../pages/content/add-page.ts";
import { creatableTypes } from "../../../pages/content/creatable-types.ts";
import type { RouteServices } from "../../services.ts";
import { formPage, privatePage } from "../pages.ts";
import type { Exchange, KernelRoutes, RouteAccess } from "../route.ts";
import { itemHandler } from "./item-handler.ts";

/** Making items: which type, and its form. */
export function addRoutes(services: RouteServices): KernelRoutes<"item-add" | "item-create"> {
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
    "item-create": formPage(services, {
      access: mayAdd,
      build: (exchange) => itemHandler(exchange, { type: typeOf(exchange), item: null }),
      page: (exchange, form, status) => {
        const { name, label, description } = typeOf(exchange);
        return adminFormPage(exchange.state, {
          title: `Add ${label}`,
          description,
          section: "content",
          path: pathTo("item-create", { type: name }),
          trail: { label: "Add content", url: pathTo("item-add") },
          status,
          form,
        });
      },
    }),
  };
}

const mayAdd: RouteAccess = (exchange) => {
  const { name } = typeOf(exchange);
  if (!mayCreate(exchange.state, name)) throw new Fault("access.denied", `The user may not make items of ${name}.`);
};

function typeOf({ state, params }: Exchange) {
  const type = state.site.types.get(params["type"]!);
  if (type === undefined) throw new Fault("http.not_found", "There is no such content type.");
  return type;
}
