import { Fault } from "../../../base/fault.ts";
import { mayWrite } from "../../../content/access.ts";
import { contentPage } from "../../../pages/content/content-page.ts";
import type { RouteServices } from "../../http-services.ts";
import { privatePage } from "../pages.ts";
import type { KernelRoutes, RouteAccess } from "../route.ts";
import { bulkRoute } from "./content-bulk.ts";

/** The list of all content, and what is done with several of it at once. */
export function contentRoute(services: RouteServices): KernelRoutes<"content" | "content-bulk"> {
  return {
    content: {
      GET: privatePage(services, {
        access: writers,
        page: ({ state, query, session }) => contentPage(state, query, { formToken: session.forRequest.formToken }),
      }),
    },
    "content-bulk": { POST: bulkRoute(writers) },
  };
}

const writers: RouteAccess = ({ state }) => {
  if (!mayWrite(state)) throw new Fault("access.denied", "The user may not write content of any type.");
};
