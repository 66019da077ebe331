import { auditPage } from "../../../pages/admin/audit-page.ts";
import type { RouteServices } from "../../http-services.ts";
import { privatePage } from "../pages.ts";
import type { KernelRoutes } from "../route.ts";

/** Adds the page of what was done on the site. */
export function auditRoutes(services: RouteServices): KernelRoutes<"audit"> {
  return { audit: { GET: privatePage(services, { page: ({ state, query }) => auditPage(state, query) }) } };
}
