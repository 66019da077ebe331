import { Fault } from "../base/fault.ts";
import type { AppContext } from "./app-context.ts";
import type { Exchange, SessionExchange } from "./routes/route.ts";
import type { HttpServices } from "./services.ts";

/** The request as routes see it. @throws Fault `site.not_applied` */
export function exchangeOf(services: HttpServices, ctx: AppContext): Exchange {
  const { request: state, target } = ctx.state;
  if (state === null) throw new Fault("site.not_applied", "No generation was applied yet.");
  const params = (ctx as unknown as { params?: { [name: string]: string } }).params ?? {};
  return { services, ctx, state, params, query: new URLSearchParams(target.query) };
}

/** The same with a session, which is made when there is none: for pages that show a form. */
export function withSession(exchange: Exchange): SessionExchange {
  const { ctx, state } = exchange;
  const session = ctx.state.session ?? ctx.state.makeSession();
  ctx.state.session = session;
  const withIt = { ...state, session: session.forRequest };
  ctx.state.request = withIt;
  return { ...exchange, state: withIt, session };
}
