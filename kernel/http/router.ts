import Router from "@koa/router";
import type { AppContext, AppMiddleware, AppState } from "./app-context.ts";
import { exchangeOf, withSession } from "./exchange.ts";
import { requireFormToken } from "./form-token.ts";
import { readBody } from "./read-body.ts";
import type { PostRoute, Route } from "./routes/route.ts";
import type { HttpServices } from "./services.ts";

export type AppRouter = {
  /** Answers what is the same for everyone. */
  readonly answerAnyone: AppMiddleware;
  /** Answers what a route is for; passes on what none is for. */
  readonly answer: AppMiddleware;
  /** The methods that the address is for, beside reading: those of its routes. */
  methodsAt(ctx: AppContext): readonly string[];
};

/** Puts the routes of a site at their addresses. */
export function createRouter(services: HttpServices, routes: readonly Route[]): AppRouter {
  const forAnyone = new Router<AppState>({ strict: true, sensitive: true });
  const router = new Router<AppState>({ strict: true, sensitive: true });
  for (const route of routes) {
    if (route.method === "POST") router.post(route.path, guarded(services, route));
    else (route.isForAnyone ? forAnyone : router).get(route.path, route.answer);
  }
  return {
    answerAnyone: forAnyone.routes() as AppMiddleware,
    answer: router.routes() as AppMiddleware,
    methodsAt: (ctx) => router.match(ctx.path, ctx.method).path.flatMap(({ methods }) => methods),
  };
}

/** The one way to whatever changes something: who asks is known by now; may they, and is it they who ask? */
function guarded(services: HttpServices, { access, handle }: PostRoute): AppMiddleware {
  return async (ctx) => {
    const exchange = exchangeOf(services, ctx);
    await access?.(exchange);
    const body = await readBody(ctx);
    requireFormToken(services, ctx, body);
    await handle({ ...(await withSession(exchange)), body });
  };
}
