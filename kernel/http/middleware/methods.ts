import { Fault } from "../../base/fault.ts";
import type { AppMiddleware } from "../app-context.ts";

const ANSWERED = new Set(["GET", "HEAD"]);

/** Refuses what no address answers. */
export const methods: AppMiddleware = (ctx, next) => {
  if (ANSWERED.has(ctx.method)) return next();
  ctx.set("Allow", [...ANSWERED].join(", "));
  throw new Fault("http.method_not_allowed", `Nothing here answers ${ctx.method}.`);
};
