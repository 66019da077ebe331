import type { KernelName } from "../../addresses/kernel-addresses.ts";
import type { HttpServices } from "../http-services.ts";
import { accountRoutes } from "./account.ts";
import { adminRoutes } from "./admin/routes.ts";
import { assets } from "./assets.ts";
import { contentRoutes } from "./content/routes.ts";
import type { RoutesOf } from "./form-part.ts";
import { formPart } from "./form-part.ts";
import { health } from "./health.ts";
import { items } from "./items.ts";
import { linkRoutes } from "./links.ts";
import { MOST_WRITTEN } from "./pages.ts";
import type { KernelRoutes } from "./route.ts";
import { sessionListRoutes } from "./session-list.ts";
import { signInRoutes } from "./sign-in.ts";
import { STAGE_ROUTES } from "./stages.ts";

/** Every route of the kernel's own; what packs and plugins declare is answered after them. */
export function createRoutes(services: HttpServices, routesOf: RoutesOf): KernelRoutes<KernelName> {
  return {
    health: { GET: { answer: health(services), isForAnyone: true } },
    "form-part": { POST: formPart(routesOf, MOST_WRITTEN) },
    asset: { GET: { answer: assets(), isForAnyone: true } },
    ...contentRoutes(services),
    item: { GET: { answer: items(services) } },
    ...signInRoutes(services),
    ...linkRoutes(services),
    ...accountRoutes(services),
    ...sessionListRoutes(services),
    ...STAGE_ROUTES,
    ...adminRoutes(services),
  };
}
