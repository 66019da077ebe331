import type { AppMiddleware } from "../app-context.ts";
import { createRequestState } from "../request-state.ts";
import type { HttpServices } from "../services.ts";

/** Makes the state of the request, from the snapshot that is current now, and gives back at the end what it borrowed. */
export function requestState(services: HttpServices): AppMiddleware {
  return async (ctx, next) => {
    const site = services.site();
    ctx.state.site = site;
    ctx.state.since = services.cache.mark();
    ctx.state.request = null;
    if (site === null) return next();
    const aborting = new AbortController();
    ctx.res.once("close", () => {
      if (!ctx.res.writableFinished) aborting.abort();
    });
    const state = createRequestState(services, site, ctx.state, aborting.signal);
    ctx.state.request = state;
    try {
      await next();
    } finally {
      services.release(state);
    }
  };
}
