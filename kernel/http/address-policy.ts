import type { AddressMatch } from "../model/address.ts";

/*
 * How a site takes addresses, whatever answers there:
 *
 * - Case tells paths apart: /Films is not /films.
 * - Percent-encoding is undone once, before anything is compared: /%66ilms is /films. Anything that hides something
 *   (encoded slashes and backslashes, control characters, bytes that are no UTF-8) is answered with 400. `target.ts`
 *   reads addresses.
 * - A page has one address. Slashes at the end, and two in a row, lead to it for good: by 301, or by 308 where
 *   something is sent, so that it arrives. Two slashes at the beginning would name another host, and are answered with
 *   404, as are the segments `.` and `..`.
 * - Whatever may be read by GET may be read by HEAD. OPTIONS is told the methods, in Allow; any other method gets 405
 *   and the same.
 * - Where nothing answers it is 404, by whatever method.
 */

/** The methods of which `*`, the server as a whole, knows. */
export const ALL_METHODS = ["GET", "HEAD", "POST", "OPTIONS"] as const;

/**
 * The one path that a page has, for a path with slashes too many; the same path where none is; null for a path that no
 * page can have.
 */
export function straightPath(path: string): string | null {
  if (path.startsWith("//") || /(^|\/)\.{1,2}(\/|$)/.test(path)) return null;
  return path.includes("//") || path.endsWith("/") ? `/${path.split("/").filter(Boolean).join("/")}` : path;
}

/** How the browser is sent there: what is read is asked for anew, what is sent is sent again. */
export function statusOfMove(method: string): 301 | 308 {
  return method === "GET" || method === "HEAD" ? 301 : 308;
}

/** Lists the methods of an address. Forms on the front page are sent to the address of the page that is shown there. */
export function methodsAt({ address, isFront }: AddressMatch): readonly string[] {
  const methods = isFront ? ["GET" as const] : address.methods;
  return [...methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])), "OPTIONS"];
}
