const ANYWHERE = "http://site.invalid";

/**
 * `text` as a path of this site with its query, to go on to; null when it is none: another site, however it is written,
 * or something that no header can hold.
 */
export function localPath(text: string | null): string | null {
  if (text === null || !text.startsWith("/") || /[\p{Cc}\\]/u.test(text) || !URL.canParse(text, ANYWHERE)) return null;
  const { origin, pathname, search } = new URL(text, ANYWHERE);
  return origin === ANYWHERE && !pathname.startsWith("//") ? `${pathname}${search}` : null;
}
