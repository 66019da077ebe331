import type { AppMiddleware } from "../app-context.ts";
import type { PageServices } from "../http-services.ts";
import { sendReady } from "../send.ts";

/**
 * Answers from the page cache what went by it before: what a limit has counted and let pass, and visitors whose cookie
 * said that they are signed in when they are not.
 */
export function countedPages(services: Pick<PageServices, "pageCache">): AppMiddleware {
  return async (ctx, next) => {
    const { site, target, session } = ctx.state;
    const isForEveryone = site !== null && (session === null || session.user === null);
    const answer = isForEveryone ? services.pageCache.find({ ...target, generation: site.generation }) : undefined;
    if (answer === undefined) return next();
    await session?.commit();
    sendReady(ctx, answer);
  };
}
