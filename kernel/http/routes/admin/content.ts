import { Fault } from "../../../base/fault.ts";
import { mayWrite } from "../../../content/access.ts";
import { contentPage } from "../../../pages/content/content-page.ts";
import type { RouteServices } from "../../services.ts";
import { privatePage } from "../pages.ts";
import type { KernelRoutes } from "../route.ts";

/** The list of all content. */
export function contentRoute(services: RouteServices): KernelRoutes<"content"> {
  return {
    content: {
      GET: privatePage(services, {
        access: ({ state }) => {
          if (!mayWrite(state)) throw new Fault("access.denied", "The user may not write content of any type.");
        },
        page: ({ state }) => contentPage(state),
      }),
    },
  };
}
