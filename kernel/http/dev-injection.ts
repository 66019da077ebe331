import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { withDevScript } from "../render/dev-page.ts";

/** Directives that the script of development needs: load it, and listen to this server. */
const ALLOWED = ["script-src", "connect-src"];

/** Adds to a Content-Security-Policy what the script of development needs. */
export function allowDevScript(policy: string): string {
  const directives = policy
    .split(";")
    .map((directive) => directive.trim())
    .filter((directive) => directive !== "");
  for (const name of ALLOWED) {
    const at = directives.findIndex((directive) => directive.split(/\s+/)[0] === name);
    if (at < 0) directives.push(`${name} 'self'`);
    else if (!directives[at]!.includes("'self'")) {
      directives[at] = `${directives[at]!.replace(/\s*'none'/, "")} 'self'`;
    }
  }
  return directives.join("; ");
}

/**
 * Puts the script of development into the pages that are sent as an answer to `request`. It stands outside of the
 * site's own answers, which are the same in production; so they are asked for whole and uncompressed.
 */
export function injectDevScript(request: IncomingMessage, response: ServerResponse, script: string): void {
  delete request.headers["accept-encoding"];
  delete request.headers["if-none-match"];
  const writeHead = response.writeHead.bind(response);
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  let isSent = false;

  const sendHead = () => {
    if (isSent) return;
    isSent = true;
    const policy = response.getHeader("Content-Security-Policy");
    if (policy !== undefined) response.setHeader("Content-Security-Policy", allowDevScript(String(policy)));
    writeHead(response.statusCode);
  };
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    response.statusCode = status;
    setHeaders(response, rest.at(-1));
    return response;
  }) as ServerResponse["writeHead"];
  response.write = ((...args: Parameters<ServerResponse["write"]>) => {
    sendHead();
    return write(...args);
  }) as ServerResponse["write"];
  response.end = ((body?: unknown, ...rest: unknown[]) => {
    const text = !isSent && isPage(response) ? textOf(body) : null;
    const whole = text === null ? body : Buffer.from(withDevScript(text, script));
    if (text !== null) response.setHeader("Content-Length", (whole as Buffer).length);
    sendHead();
    return end(whole as string, ...(rest as []));
  }) as ServerResponse["end"];
}

function isPage(response: ServerResponse): boolean {
  return /^text\/html\b/.test(String(response.getHeader("Content-Type") ?? ""));
}

function textOf(body: unknown): string | null {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? Buffer.from(body).toString("utf8") : null;
}

/** Node takes headers as a mapping, or as a flat list in which a name may come more than once. */
function setHeaders(response: ServerResponse, headers: unknown): void {
  if (Array.isArray(headers)) {
    for (let index = 0; index < headers.length; index += 2) {
      response.appendHeader(headers[index] as string, headers[index + 1] as string);
    }
  } else if (typeof headers === "object" && headers !== null) {
    for (const [name, value] of Object.entries(headers as OutgoingHttpHeaders)) {
      response.setHeader(name, value as OutgoingHttpHeader);
    }
  }
}
