import type { AppMiddleware } from "../app-context.ts";
import { sendReady } from "../send.ts";
import type { HttpServices } from "../services.ts";
import { saysSignedIn } from "../session/cookie.ts";

/** Answers from the page cache what a limit has counted and let pass. */
export function countedPages(services: HttpServices): AppMiddleware {
  return (ctx, next) => {
    const { site, target } = ctx.state;
    const isForEveryone = site !== null && !saysSignedIn(ctx.req);
    const answer = !isForEveryone ? undefined : services.pageCache.find({ ...target, generation: site.generation });
    if (answer === undefined) return next();
    sendReady(ctx, answer);
    return Promise.resolve();
  };
}
