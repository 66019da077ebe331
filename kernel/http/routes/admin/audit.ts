import { auditPage } from "../../../pages/admin/audit-page.ts";
import type { HttpServices } from "../../services.ts";
import { privatePage } from "../pages.ts";
import type { Route } from "../route.ts";
import { adminPath } from "./access.ts";

/** What was done on the site. */
export function auditRoutes(services: HttpServices): readonly Route[] {
  return [
    privatePage(services, {
      ...adminPath("/admin/reports/audit"),
      page: ({ state, query }) => auditPage(state, query),
    }),
  ];
}
