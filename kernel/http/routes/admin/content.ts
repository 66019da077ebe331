import { contentPage } from "../../../pages/content/content-page.ts";
import type { HttpServices } from "../../services.ts";
import { privatePage } from "../pages.ts";
import type { GetRoute } from "../route.ts";
import { adminPath } from "./access.ts";

/** The list of all content. */
export function contentRoute(services: HttpServices): GetRoute {
  return privatePage(services, { ...adminPath("/admin/content"), page: ({ state }) => contentPage(state) });
}
