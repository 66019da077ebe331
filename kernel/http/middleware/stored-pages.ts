import { logKeptPage } from "../../observe/request-line.ts";
import type { AppMiddleware } from "../app-context.ts";
import type { PageServices, RequestServices } from "../http-services.ts";
import type { LimitsOf } from "../limited.ts";
import { sendReady } from "../send.ts";
import { saysSignedIn } from "../session/cookie.ts";
import { readTarget } from "../target.ts";
import { loggedClient } from "../visitor.ts";

/**
 * Answers from the page cache before anything else happens. This is the path that most requests take, so it does only
 * what it must; whatever it does not answer goes the whole way, also requests that a limit counts, and those of people
 * who are signed in.
 */
export function storedPages(services: RequestServices & PageServices, limitsOf: LimitsOf): AppMiddleware {
  return (ctx, next) => {
    const { req } = ctx;
    const started = performance.now();
    const snapshot = services.snapshot();
    if (snapshot === null || saysSignedIn(req) || (req.method !== "GET" && req.method !== "HEAD")) return next();
    const { site } = snapshot;
    const target = readTarget(req.url!);
    if (target === null || limitsOf(site, req.method, target).length > 0) return next();
    const { path, query } = target;
    const answer = services.pageCache.find({ path, query, generation: site.generation });
    if (answer === undefined) return next();
    sendReady(ctx, answer);
    const { statusCode: status } = ctx.res;
    logKeptPage(services.log, { method: req.method, path, status, started, ...loggedClient(services, req) });
    return Promise.resolve();
  };
}
