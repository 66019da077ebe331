import { once } from "node:events";
import type { RequestListener } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type Koa from "koa";
import type { AppState } from "./app-context.ts";

/** Longer than the idle time of common load balancers, so that they close connections, never we in the middle of a request. */
const KEEP_ALIVE_MS = 75_000;
const DRAIN_STEP_MS = 50;

type Address = { readonly port: number; readonly host?: string };

export type HttpServer = {
  readonly port: number;
  /** Stops accepting, lets requests finish for at most `deadlineMs`, then closes what is left. */
  close(deadlineMs: number): Promise<void>;
};

/** Listens on `port` (0: any that is free). Rejects with the system's error when it cannot. */
export function openServer(app: Koa<AppState>, address: Address): Promise<HttpServer> {
  return listenWith(app.callback(), address);
}

/** Listens as `openServer` does, with `handle` for every request. */
export async function listenWith(handle: RequestListener, address: Address): Promise<HttpServer> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, handle);
  server.listen(address.port, address.host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close(deadlineMs) {
      const closed = once(server, "close");
      server.close();
      const idle = setInterval(() => server.closeIdleConnections(), DRAIN_STEP_MS);
      const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs);
      await closed;
      clearInterval(idle);
      clearTimeout(deadline);
    },
  };
}
