import { demand } from "../accounts/permissions.ts";
import { Fault } from "../base/fault.ts";
import { NIL_UUID } from "../base/ids.ts";
import type { AddressMatch } from "../model/address.ts";
import { perSnapshot } from "../model/per-snapshot.ts";
import type { AppContext, AppMiddleware } from "./app-context.ts";
import { exchangeOf, withSession } from "./exchange.ts";
import { requireFormToken } from "./form-token.ts";
import type { HttpServices } from "./http-services.ts";
import { mayBeOwn, saysWhereFrom } from "./origin.ts";
import { readBody } from "./read-body.ts";
import { serveDisplay, servePluginPage } from "./routes/displays.ts";
import { formRoutes } from "./routes/forms.ts";
import type { PostRoute, RoutesAt } from "./routes/route.ts";
import { createRoutes } from "./routes/routes.ts";

export type AppRouter = {
  /** Answers what is the same for everyone. */
  readonly answerAnyone: AppMiddleware;
  /** Answers what the address is for, to who may have it. */
  readonly answer: AppMiddleware;
};

/** Brings requests to the routes of those who own the addresses. */
export function createRouter(services: HttpServices): AppRouter {
  const routes: { readonly [name: string]: RoutesAt } = createRoutes(services, (match, ctx) => routesAt(match, ctx));
  const formsOf = perSnapshot((site) => formRoutes(services, site));
  const routesAt = ({ address: { owner } }: AddressMatch, ctx: AppContext): RoutesAt | undefined => {
    if (owner.kind === "kernel") return routes[owner.name];
    return owner.kind === "form" ? formsOf(ctx.state.site!).get(owner.name) : undefined;
  };
  return {
    answerAnyone(ctx, next) {
      const { match } = ctx.state;
      const route = match === undefined || ctx.method === "POST" ? undefined : routesAt(match, ctx)?.GET;
      return route?.isForAnyone === true ? route.answer(ctx, next) : next();
    },
    async answer(ctx, next) {
      const { match, site, request } = ctx.state;
      if (site === null) throw new Fault("site.not_applied", "No generation was applied yet.");
      if (match === undefined) throw new Fault("http.not_found", "Nothing answers at this address.");
      demand(request!, match.address.permission ?? undefined);
      if (match.address.owner.kind === "gather") return serveDisplay(services, ctx, match);
      if (match.address.owner.kind === "route") return servePluginPage(services, ctx, match);
      const at = routesAt(match, ctx);
      if (ctx.method === "POST") return guarded(services, at!.POST!)(ctx, next);
      return at!.GET!.answer(ctx, next);
    },
  };
}

/** The one way to whatever changes something: who asks is known by now; may they, and is it they who ask? */
function guarded(services: HttpServices, { access, handle, mostBytes, typed }: PostRoute): AppMiddleware {
  return async (ctx) => {
    const exchange = exchangeOf(services, ctx);
    try {
      await access?.(exchange);
    } catch (error) {
      if (typed === undefined || exchange.state.user.id !== NIL_UUID || !isSurelyOwn(ctx)) throw error;
      return typed.signedOut(exchange, await readBody(ctx, mostBytes));
    }
    const body = await readBody(ctx, mostBytes);
    try {
      requireFormToken(services, ctx, body);
    } catch (error) {
      if (typed === undefined || exchange.state.user.id === NIL_UUID || !isSurelyOwn(ctx)) throw error;
      return typed.isOld({ ...(await withSession(exchange)), body });
    }
    await handle({ ...(await withSession(exchange)), body });
  };
}

/** Returns true when the browser says that a page of the site has sent it. */
function isSurelyOwn(ctx: AppContext): boolean {
  return saysWhereFrom(ctx) && mayBeOwn(ctx, ctx.state.site!.baseUrl);
}
