import { visitorIp } from "../limits/visitor-ip.ts";
import type { AppContext } from "./app-context.ts";
import type { RequestServices } from "./services.ts";

/** The network that a visitor is counted and logged by. */
export function visitorOf({ trustedProxies }: Pick<RequestServices, "trustedProxies">, ctx: AppContext): string {
  return visitorIp(ctx.req.socket.remoteAddress, ctx.get("X-Forwarded-For"), trustedProxies);
}
