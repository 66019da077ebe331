import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { AppContext } from "../app-context.ts";

/** How a site keeps its session cookies. */
export type CookieSettings = {
  /** The secrets that sign cookies; the first one signs, all of them are believed. */
  readonly keys: readonly string[];
  /** In production a cookie only ever travels encrypted. */
  readonly isProduction: boolean;
  /** How many proxies stand before the node and are believed in X-Forwarded-Proto. */
  readonly trustedProxies: number;
};

const NAME = "trovato";
/** Beginning of the session ids of people who are signed in; the ids of others begin otherwise. */
const SIGNED_IN = "u.";
const VISITING = "v.";
/** As it stands in the Cookie header, also after the prefix of `__Host-trovato`. */
const SIGNED_IN_MARK = `${NAME}=${SIGNED_IN}`;
const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/i;

/** With its prefix browsers take the cookie only from this very host, encrypted, and not from a page of a neighbour. */
export function cookieName({ isProduction }: Pick<CookieSettings, "isProduction">): string {
  return isProduction ? `__Host-${NAME}` : NAME;
}

export function newSessionId(isSignedIn: boolean): string {
  return `${isSignedIn ? SIGNED_IN : VISITING}${randomBytes(32).toString("base64url")}`;
}

/** Returns true when the cookie says that somebody is signed in, which nothing here verifies. */
export function saysSignedIn({ headers }: IncomingMessage): boolean {
  return headers.cookie?.includes(SIGNED_IN_MARK) === true;
}

/** Returns true when there may be a session to be found. */
export function hasSessionCookie({ headers }: IncomingMessage, name: string): boolean {
  return headers.cookie?.includes(`${name}=`) === true;
}

/** Cookies are for encrypted connections only, but for a site that is worked on, on this machine. */
export function isSecureCookie({ req }: Pick<AppContext, "req">, settings: CookieSettings): boolean {
  return settings.isProduction || isEncrypted(req, settings) || !LOOPBACK.test(req.socket.remoteAddress ?? "");
}

/** Returns true when the visitor's own connection is encrypted, as far as proxies that are trusted say. */
function isEncrypted({ headers }: IncomingMessage, { trustedProxies }: CookieSettings): boolean {
  if (trustedProxies === 0) return false;
  const protocols = String(headers["x-forwarded-proto"] ?? "").split(",");
  return protocols.slice(-trustedProxies)[0]!.trim().toLowerCase() === "https";
}
