import { uuidv7 } from "../../base/ids.ts";
import { createProfile } from "../../observe/profile.ts";
import { logRequest } from "../../observe/request-line.ts";
import type { AppMiddleware } from "../app-context.ts";
import type { RequestServices } from "../http-services.ts";
import { safePath } from "../safe-path.ts";
import { loggedClient } from "../visitor.ts";

/** Gives the request its id and its profile, and writes the line of the log when it is answered. */
export function requestRecord(services: RequestServices): AppMiddleware {
  return async (ctx, next) => {
    const profile = createProfile();
    const id = uuidv7();
    ctx.state.id = id;
    ctx.state.profile = profile;
    ctx.set("X-Request-Id", id);
    try {
      await next();
    } finally {
      logRequest(services.log, {
        id,
        method: ctx.method,
        path: safePath(ctx.path),
        status: ctx.res.statusCode,
        profile,
        ...loggedClient(services, ctx.req),
      });
    }
  };
}
