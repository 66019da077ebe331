import { createLimiter } from "../../limits/limiter.ts";
import type { AppMiddleware } from "../app-context.ts";
import type { HttpServices } from "../http-services.ts";
import type { LimitsOf } from "../limited.ts";
import { tooManyRequests } from "../too-many-requests.ts";
import { visitorOf } from "../visitor.ts";

/** Refuses visitors who are over a limit of the site. */
export function limits(services: HttpServices, limitsOf: LimitsOf): AppMiddleware {
  const limiter = createLimiter(services);
  return async (ctx, next) => {
    const { site, target } = ctx.state;
    const matching = site === null ? [] : limitsOf(site, ctx.method, target);
    if (matching.length === 0) return next();
    const wait = await limiter.count(matching, visitorOf(services, ctx));
    if (wait === 0) return next();
    throw tooManyRequests(ctx, wait);
  };
}
