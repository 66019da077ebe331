import type { AppMiddleware } from "../app-context.ts";
import { createRequestState } from "../create-request-state.ts";
import type { RequestServices } from "../http-services.ts";

const READING: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/**
 * Makes the state of the request, from the snapshot that is current now, and gives back at the end what it borrowed.
 */
export function beginRequest(services: RequestServices): AppMiddleware {
  return async (ctx, next) => {
    const snapshot = services.snapshot();
    ctx.state.site = snapshot?.site ?? null;
    ctx.state.since = services.cache.mark();
    ctx.state.request = null;
    ctx.state.session = null;
    if (snapshot === null) return next();
    const aborting = new AbortController();
    ctx.res.once("close", () => {
      if (!ctx.res.writableFinished) aborting.abort();
    });
    const { signal } = aborting;
    // Nobody needs the listing of a visitor who is gone; what changes something is done to its end.
    const db = READING.has(ctx.method) ? services.db.until(signal) : services.db;
    const state = createRequestState(services, snapshot, ctx.state, { signal, db });
    ctx.state.request = state;
    try {
      await next();
    } finally {
      snapshot.plugins.release(state);
    }
  };
}
