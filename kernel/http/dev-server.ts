import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { uuidv7 } from "../base/ids.ts";
import { devFaultPage, withDevScript } from "../render/dev-page.ts";
import { DEV_CLIENT } from "./dev-client.ts";
import { allowDevScript, injectDevScript } from "./dev-injection.ts";
import { securityHeaders } from "./security-headers.ts";
import { listenWith } from "./server.ts";

const EVENTS = "/_dev/events";
const SCRIPT = "/_dev/client.js";

/**
 * The web side while a site is being worked on: it is there before the site can be shown, and tells browsers what
 * happens.
 */
export type DevServer = {
  readonly port: number;
  /** From now on requests go to `handle`; with null every page says what is wrong. */
  serve(handle: RequestListener | null): void;
  /** Lays `text` over every open page; null takes it away. */
  show(text: string | null): void;
  /** Has every open page loaded again. */
  reload(): void;
  /** Ends what listens to events, lets requests finish for at most `deadlineMs`, then closes. */
  close(deadlineMs: number): Promise<void>;
};

/** Listens on `port` (0: any that is free). Rejects with the system's error when it cannot. */
export async function openDevServer({ port }: { readonly port: number }): Promise<DevServer> {
  const listening = new Set<ServerResponse>();
  const identity = uuidv7();
  let handler: RequestListener | null = null;
  let state: string | null = null;

  const tell = (event: string, data: unknown) => {
    for (const response of listening) response.write(eventText(event, data));
  };
  const listen = (response: ServerResponse) => {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write(`retry: 500\n${eventText("process", identity)}${eventText("state", state)}`);
    listening.add(response);
    response.once("close", () => listening.delete(response));
  };
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url?.split("?")[0];
    if (path === EVENTS) listen(response);
    else if (path === SCRIPT) sendScript(response);
    else if (handler === null) sendFaultPage(response, state ?? "The site is being started …");
    else {
      injectDevScript(request, response, SCRIPT);
      handler(request, response);
    }
  };

  const server = await listenWith(answer, { port });
  return {
    port: server.port,
    serve: (handle) => {
      handler = handle;
    },
    show: (text) => {
      state = text;
      tell("state", text);
    },
    reload: () => tell("reload", null),
    close: async (deadlineMs) => {
      for (const response of listening) response.end();
      await server.close(deadlineMs);
    },
  };
}

/** One event of a stream (HTML standard, server-sent events): JSON has no line breaks of its own. */
function eventText(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function sendScript(response: ServerResponse): void {
  response.writeHead(200, {
    "Content-Type": "text/javascript; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(DEV_CLIENT);
}

function sendFaultPage(response: ServerResponse, text: string): void {
  const headers = securityHeaders(null).map((value) => (value.includes("default-src") ? allowDevScript(value) : value));
  response.writeHead(503, [
    ...headers,
    ...["Content-Type", "text/html; charset=utf-8"],
    ...["Cache-Control", "no-store"],
  ]);
  response.end(withDevScript(devFaultPage(text), SCRIPT));
}
