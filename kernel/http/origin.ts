import type { AppContext } from "./app-context.ts";

const ELSEWHERE: ReadonlySet<string> = new Set(["cross-site", "same-site"]);

/**
 * Returns true when a page of another origin caused the request, as far as its browser says (Sec-Fetch-Site, which
 * pages cannot set). What people type, or open from outside of the browser, is not from elsewhere.
 */
export function isFromElsewhere({ req }: Pick<AppContext, "req">): boolean {
  const from = req.headers["sec-fetch-site"];
  return typeof from === "string" && ELSEWHERE.has(from);
}

/**
 * Returns true when a browser loads a page ahead, which nobody has asked for yet (Sec-Purpose: `prefetch;prerender`).
 */
export function isLookingAhead({ req }: Pick<AppContext, "req">): boolean {
  return req.headers["sec-purpose"] !== undefined;
}

/**
 * Returns true when a page loads it as a part of itself, as it does with a picture, and nobody goes there
 * (Sec-Fetch-Mode).
 */
export function isPartOfPage({ req }: Pick<AppContext, "req">): boolean {
  const mode = req.headers["sec-fetch-mode"];
  return mode !== undefined && mode !== "navigate";
}

/**
 * Returns true when the request may come from a page of the site: by Sec-Fetch-Site, else by Origin, which must be that
 * of `baseUrl` or name the host that was asked. Browsers that say neither, and pages that keep their address to
 * themselves (`null`), are left to the form token.
 */
export function mayBeOwn(ctx: Pick<AppContext, "req">, baseUrl: string): boolean {
  const { headers } = ctx.req;
  if (headers["sec-fetch-site"] !== undefined) return !isFromElsewhere(ctx);
  const origin = headers.origin;
  if (origin === undefined || origin === "null") return true;
  if (!URL.canParse(origin)) return false;
  const { host, origin: whole } = new URL(origin);
  return whole === new URL(baseUrl).origin || host === headers.host;
}

/** Returns true when the browser says which page has sent it. */
export function saysWhereFrom({ req }: Pick<AppContext, "req">): boolean {
  const { origin } = req.headers;
  return req.headers["sec-fetch-site"] !== undefined || (origin !== undefined && origin !== "null");
}
