/** An address as it was asked for: the path decoded, the query raw and without its question mark. */
export type Target = { readonly path: string; readonly query: string };

const LONGEST_URL = 4_096;
/** Control characters, and what a browser takes for a slash. */
const FORBIDDEN = /[\p{Cc}\\]/u;
const ENCODED_SEPARATOR = /%(2f|5c)/i;

/**
 * Reads the request line's address; null when it is no address of a site: too long, wrongly encoded, or with characters
 * that hide something.
 */
export function readTarget(url: string): Target | null {
  if (url.length > LONGEST_URL) return null;
  const local = url.startsWith("/") ? url : withoutOrigin(url);
  const mark = local.indexOf("?");
  const raw = mark < 0 ? local : local.slice(0, mark);
  const query = mark < 0 ? "" : local.slice(mark + 1);
  const path = raw.includes("%") ? decoded(raw) : raw;
  if (path === null || FORBIDDEN.test(path)) return null;
  return { path, query };
}

/** The address in the form that a Location header takes. */
export function encodeTarget({ path, query }: Target): string {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return query === "" ? encoded : `${encoded}?${query}`;
}

function decoded(path: string): string | null {
  if (ENCODED_SEPARATOR.test(path)) return null;
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** Proxies may send the whole URL; whose host it names decides nothing here. */
function withoutOrigin(url: string): string {
  const origin = url.match(/^https?:\/\/[^/?#]*/i)?.[0];
  const rest = origin === undefined ? url : url.slice(origin.length);
  return rest.startsWith("/") ? rest : `/${rest}`;
}
