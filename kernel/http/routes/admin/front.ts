import { Fault } from "../../../base/fault.ts";
import { mayWrite } from "../../../content/access.ts";
import { dashboard } from "../../../pages/admin/dashboard.ts";
import { emptyFront } from "../../../pages/admin/empty-front.ts";
import { mayEnter, sectionsFor } from "../../../pages/admin/sections.ts";
import type { RouteServices } from "../../http-services.ts";
import { privatePage } from "../pages.ts";
import type { KernelRoutes } from "../route.ts";

/**
 * The way into the administration: for who writes, what they write; for others the first part of it that they may see.
 */
export function frontRoute(services: RouteServices): KernelRoutes<"admin"> {
  return {
    admin: {
      GET: privatePage(services, {
        access: ({ state }) => {
          if (mayEnter(state)) return;
          throw new Fault("access.denied", "Nothing of the administration is open to the user.");
        },
        page: async ({ state }) => {
          if (mayWrite(state)) return dashboard(state);
          return sectionsFor(state)[0]?.path ?? emptyFront(state);
        },
      }),
    },
  };
}
