import { visitorAddress, visitorNetwork } from "../limits/visitor-ip.ts";
import type { AppContext } from "./app-context.ts";
import type { RequestServices } from "./http-services.ts";

/** The network that a visitor is counted and logged by. */
export function visitorOf(services: Pick<RequestServices, "trustedProxies">, { req }: Pick<AppContext, "req">): string {
  return visitorNetwork(addressOf(services, req));
}

/** Describes the client that asked for a line of the log; nothing unless the node was told to. */
export function loggedClient(
  services: Pick<RequestServices, "trustedProxies" | "loggedClient">,
  req: AppContext["req"],
): { readonly client?: string } {
  if (services.loggedClient === "none") return {};
  const address = addressOf(services, req);
  return { client: services.loggedClient === "network" ? visitorNetwork(address) : address };
}

function addressOf({ trustedProxies }: Pick<RequestServices, "trustedProxies">, req: AppContext["req"]): string {
  const forwarded = req.headers["x-forwarded-for"];
  return visitorAddress(
    req.socket.remoteAddress,
    Array.isArray(forwarded) ? forwarded.join(",") : forwarded,
    trustedProxies,
  );
}
