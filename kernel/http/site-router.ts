import { perSnapshot } from "../model/per-snapshot.ts";
import type { AppRouter } from "./router.ts";
import { createRouter } from "./router.ts";
import { formRoutes } from "./routes/forms.ts";
import type { HttpServices } from "./services.ts";

/** The routes that come with a snapshot: the forms of its packs. */
export function createSiteRouter(services: HttpServices): Pick<AppRouter, "answer" | "methodsAt"> {
  const routerOf = perSnapshot((site) => createRouter(services, formRoutes(services, site)));
  return {
    answer: (ctx, next) => (ctx.state.site === null ? next() : routerOf(ctx.state.site).answer(ctx, next)),
    methodsAt: (ctx) => (ctx.state.site === null ? [] : routerOf(ctx.state.site).methodsAt(ctx)),
  };
}
