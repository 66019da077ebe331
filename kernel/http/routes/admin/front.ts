import { Fault } from "../../../base/fault.ts";
import { emptyFront } from "../../../pages/admin/empty-front.ts";
import { mayEnter, sectionsFor } from "../../../pages/admin/sections.ts";
import type { RouteServices } from "../../services.ts";
import { privatePage } from "../pages.ts";
import type { KernelRoutes } from "../route.ts";

/** The way into the administration: the first part of it that the user may see. */
export function frontRoute(services: RouteServices): KernelRoutes<"admin"> {
  return {
    admin: {
      GET: privatePage(services, {
        access: ({ state }) => {
          if (mayEnter(state)) return;
          throw new Fault("access.denied", "Nothing of the administration is open to the user.");
        },
        page: async ({ state }) => sectionsFor(state)[0]?.path ?? emptyFront(state),
      }),
    },
  };
}
