import type { RouteServices } from "../../http-services.ts";
import { auditRoutes } from "./audit.ts";
import { blockAndDeleteRoutes } from "./block-and-delete.ts";
import { configRoutes } from "./config.ts";
import { contentRoute } from "./content.ts";
import { frontRoute } from "./front.ts";
import { peopleRoutes } from "./people.ts";
import { permissionRoutes } from "./permissions.ts";
import { fieldRoutes } from "./types/field-routes.ts";
import { typePlanRoute } from "./types/plan-route.ts";
import { typeRoutes } from "./types/type-routes.ts";

/** The pages for those who run the site. */
export function adminRoutes(services: RouteServices) {
  return {
    ...frontRoute(services),
    ...contentRoute(services),
    ...typeRoutes(services),
    ...typePlanRoute(services),
    ...fieldRoutes(services),
    ...permissionRoutes(services),
    ...peopleRoutes(services),
    ...blockAndDeleteRoutes(services),
    ...configRoutes(services),
    ...auditRoutes(services),
  };
}
