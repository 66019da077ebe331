import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type Koa from "koa";
import type { AppState } from "./app-context.ts";

/**
 * Longer than the idle time of common load balancers, so that they close connections, never we in the middle of a
 * request.
 */
const KEEP_ALIVE_MS = 75_000;
const DRAIN_STEP_MS = 50;
const MOST_TURNS = 1_000;

type Address = { readonly port: number; readonly host?: string };

export type HttpServer = {
  readonly port: number;
  /**
   * Announces for `noticeMs` that the server will stop: it still answers everything, and each answer asks its client to
   * use another connection. Then it stops accepting, lets requests finish for at most `deadlineMs`, and closes what is
   * left.
   */
  close(deadlineMs: number, noticeMs?: number): Promise<void>;
};

/** Listens on `port` (0: any that is free). Rejects with the system's error when it cannot. */
export function openServer(app: Koa<AppState>, address: Address): Promise<HttpServer> {
  return listenWith(app.callback(), address);
}

/** Listens as `openServer` does, with `handle` for every request. */
export async function listenWith(handle: RequestListener, address: Address): Promise<HttpServer> {
  let isStopping = false;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    // The answer says `Connection: close`, so that a proxy keeps no connection on which its next request would be lost.
    if (isStopping) response.shouldKeepAlive = false;
    handle(request, response);
  });
  server.listen(address.port, address.host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close(deadlineMs, noticeMs = 0) {
      isStopping = true;
      if (noticeMs > 0) await pause(noticeMs);
      await untilQuiet(server);
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

/**
 * Waits for a turn of the loop in which nobody connected, as long as that may be had: connections that the system has
 * taken and we have not accepted are reset when the listener closes, with the requests on them.
 */
async function untilQuiet(server: Server): Promise<void> {
  let connected = 0;
  const count = () => {
    connected += 1;
  };
  server.on("connection", count);
  for (let turn = 0, before = -1; turn < MOST_TURNS && connected !== before; turn++) {
    before = connected;
    await new Promise(setImmediate);
  }
  server.off("connection", count);
}
