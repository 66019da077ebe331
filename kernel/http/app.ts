import Koa from "koa";
import type { AppState } from "./app-context.ts";
import type { HttpServices } from "./http-services.ts";
import { createLimitsOf } from "./limited.ts";
import { addresses } from "./middleware/addresses.ts";
import { authentication } from "./middleware/authentication.ts";
import { beginRequest } from "./middleware/begin-request.ts";
import { countedPages } from "./middleware/counted-pages.ts";
import { faults } from "./middleware/faults.ts";
import { limits } from "./middleware/limits.ts";
import { requestRecord } from "./middleware/request-record.ts";
import { storedPages } from "./middleware/stored-pages.ts";
import { createRouter } from "./router.ts";
import { createVisitorSessions } from "./session/sessions.ts";

/** The web side of a node: the stations of a request, in order. */
export function createApp(services: HttpServices): Koa<AppState> {
  const limitsOf = createLimitsOf();
  const router = createRouter(services);

  const app = new Koa<AppState>();
  const { idleMs, rememberMs } = services.accounts.settings.session;
  const { sessions, clock, sessionKeys: keys, isProduction, trustedProxies } = services;
  const cookies = { keys, isProduction, trustedProxies };
  const visitorSessions = createVisitorSessions(app, { sessions, cookies, idleMs, rememberMs, clock });
  app.on("error", (error) => services.log.debug({ err: error }, "a connection broke"));
  app.use(storedPages(services, limitsOf));
  app.use(requestRecord(services));
  app.use(beginRequest(services));
  app.use(faults(services));
  app.use(addresses);
  app.use(limits(services, limitsOf));
  app.use(router.answerAnyone);
  app.use(authentication(visitorSessions));
  app.use(countedPages(services));
  app.use(router.answer);
  return app;
}
