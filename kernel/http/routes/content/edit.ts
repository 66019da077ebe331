import { pathTo } from "../../../addresses/path-to.ts";
import { itemTasks } from "../../../pages/content/item-tasks.ts";
import { say } from "../../../words/say.ts";
import type { RouteServices } from "../../http-services.ts";
import type { KernelRoutes } from "../route.ts";
import { knownItem } from "./edited.ts";
import { itemFormRoutes } from "./item-form-routes.ts";
import { itemAccess } from "./item-of.ts";

type Names = "item-edit" | "item-edit-preview" | "item-edit-draft" | "item-edit-discard";

/** Changing an item. */
export function editRoutes(services: RouteServices): KernelRoutes<Names> {
  const routes = itemFormRoutes(services, {
    access: itemAccess("edit"),
    edited: knownItem,
    around: async ({ state }, { type, item, path }) => ({
      title: say(state.site, "content.edit_title", { title: item!.title }),
      description: type.label,
      trail: { label: say(state.site, "content.content"), url: pathTo("content") },
      tabs: await itemTasks(state, item!, path),
    }),
  });
  return {
    "item-edit": routes.form,
    "item-edit-preview": routes.preview,
    "item-edit-draft": routes.draft,
    "item-edit-discard": routes.discard,
  };
}
