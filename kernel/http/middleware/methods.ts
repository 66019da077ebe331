import { Fault } from "../../base/fault.ts";
import type { AppMiddleware } from "../app-context.ts";
import type { AppRouter } from "../router.ts";

const READING = ["GET", "HEAD"];

/** Refuses methods that the address is not for. Everything may be read, or is not there. */
export function methods(routers: readonly Pick<AppRouter, "methodsAt">[]): AppMiddleware {
  return (ctx, next) => {
    if (READING.includes(ctx.method)) return next();
    const allowed = [...new Set([...READING, ...routers.flatMap((router) => router.methodsAt(ctx))])];
    if (allowed.includes(ctx.method)) return next();
    ctx.set("Allow", allowed.join(", "));
    throw new Fault("http.method_not_allowed", `Nothing here answers ${ctx.method}.`);
  };
}
