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
  const forAnyone: Routers = new Map();
  const routers: Routers = new Map();
  for (const route of routes) {
    if (route.method === "POST") routerAt(routers, route.path).post(route.path, guarded(services, route));
    else routerAt(route.isForAnyone ? forAnyone : routers, route.path).get(route.path, route.answer);
  }
  return {
    answerAnyone: answerBy(forAnyone),
    answer: answerBy(routers),
    methodsAt: ({ path, method }) =>
      routers
        .get(firstSegment(path))
        ?.match(path, method)
        .path.flatMap(({ methods }) => methods) ?? [],
  };
}

/** Routers by the first segment of their paths: the library tries its routes one after the other, and most pages are behind none of them. */
type Routers = Map<string, Router<AppState>>;

function routerAt(routers: Routers, path: string): Router<AppState> {
  const segment = firstSegment(path);
  const router = routers.get(segment) ?? new Router<AppState>({ strict: true, sensitive: true });
  routers.set(segment, router);
  return router;
}

function firstSegment(path: string): string {
  const end = path.indexOf("/", 1);
  return end < 0 ? path : path.slice(0, end);
}

function answerBy(routers: Routers): AppMiddleware {
  const answers = new Map([...routers].map(([segment, router]) => [segment, router.routes() as AppMiddleware]));
  return (ctx, next) => answers.get(firstSegment(ctx.path))?.(ctx, next) ?? next();
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
