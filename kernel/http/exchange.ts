import { Fault } from "../base/fault.ts";
import type { ActiveLimit } from "../limits/limit-table.ts";
import type { AppContext } from "./app-context.ts";
import type { RouteServices } from "./http-services.ts";
import type { Exchange, SessionExchange } from "./routes/route.ts";
import type { VisitorSession } from "./session/visitor-session.ts";
import { tooManyRequests } from "./too-many-requests.ts";
import { visitorOf } from "./visitor.ts";

/**
 * Who keeps no cookie gets a session with every form, each of which is kept for hours. No limit of a pack has a space
 * in its name.
 */
const NEW_SESSIONS: ActiveLimit = { name: "new sessions", points: 1_000, windowMs: 3_600_000 };

/** The request as routes see it. @throws Fault `site.not_applied` */
export function exchangeOf(services: RouteServices, ctx: AppContext): Exchange {
  const { request: state, target, match } = ctx.state;
  if (state === null) throw new Fault("site.not_applied", "No generation was applied yet.");
  return { services, ctx, state, params: match?.values ?? {}, query: new URLSearchParams(target.query) };
}

/**
 * The same with a session, which is made when there is none: for pages that show a form.
 * @throws Fault `http.too_many_requests`
 */
export async function withSession(exchange: Exchange): Promise<SessionExchange> {
  const { ctx, state } = exchange;
  const session = ctx.state.session ?? (await newSession(exchange));
  ctx.state.session = session;
  const withIt = { ...state, session: session.forRequest };
  ctx.state.request = withIt;
  return { ...exchange, state: withIt, session };
}

async function newSession({ services, ctx }: Exchange): Promise<VisitorSession> {
  const wait = await services.accounts.limiter.count([NEW_SESSIONS], visitorOf(services, ctx));
  if (wait > 0) throw tooManyRequests(ctx, wait);
  return ctx.state.makeSession();
}
