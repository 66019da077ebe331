import Router from "@koa/router";
import Koa from "koa";
import type { AppState } from "./app-context.ts";
import { createLimitsOf } from "./limited.ts";
import { addresses } from "./middleware/addresses.ts";
import { countedPages } from "./middleware/counted-pages.ts";
import { faults } from "./middleware/faults.ts";
import { limits } from "./middleware/limits.ts";
import { methods } from "./middleware/methods.ts";
import { requestRecord } from "./middleware/request-record.ts";
import { requestState } from "./middleware/request-state.ts";
import { storedPages } from "./middleware/stored-pages.ts";
import { assets } from "./routes/assets.ts";
import { displays } from "./routes/displays.ts";
import { health } from "./routes/health.ts";
import { items } from "./routes/items.ts";
import type { HttpServices } from "./services.ts";

/** The web side of a node: the stations of a request, in order. */
export function createApp(services: HttpServices): Koa<AppState> {
  const limitsOf = createLimitsOf();
  const router = new Router<AppState>({ strict: true, sensitive: true });
  router.get("/health", health(services));
  router.get("/assets/:hash/*path", assets());
  router.get("/item/:id", items(services));

  const app = new Koa<AppState>();
  app.on("error", (error) => services.log.debug({ err: error }, "a connection broke"));
  app.use(storedPages(services, limitsOf));
  app.use(requestRecord(services));
  app.use(requestState(services));
  app.use(faults(services));
  app.use(methods);
  app.use(addresses);
  app.use(limits(services, limitsOf));
  app.use(countedPages(services));
  app.use(router.routes());
  app.use(displays(services));
  return app;
}
