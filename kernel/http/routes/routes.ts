import type { HttpServices } from "../services.ts";
import { accountRoutes } from "./account.ts";
import { adminRoutes } from "./admin/routes.ts";
import { assets } from "./assets.ts";
import { contentRoutes } from "./content/routes.ts";
import { health } from "./health.ts";
import { items } from "./items.ts";
import { linkRoutes } from "./links.ts";
import type { Route } from "./route.ts";
import { sessionListRoutes } from "./session-list.ts";
import { signInRoutes } from "./sign-in.ts";
import { STAGE_ROUTES } from "./stages.ts";

/** Every route of the kernel's own; what packs and plugins declare is answered after them. */
export function createRoutes(services: HttpServices): readonly Route[] {
  return [
    { method: "GET", path: "/health", answer: health(services), isForAnyone: true },
    { method: "GET", path: "/assets/:hash/*path", answer: assets(), isForAnyone: true },
    ...contentRoutes(services),
    { method: "GET", path: "/item/:id", answer: items(services) },
    ...signInRoutes(services),
    ...linkRoutes(services),
    ...accountRoutes(services),
    ...sessionListRoutes(services),
    ...STAGE_ROUTES,
    ...adminRoutes(services),
  ];
}
