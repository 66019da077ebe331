const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const CONTROLS = /\p{Cc}/gu;
const LINK_SCHEMES: ReadonlySet<string> = new Set(["http", "https", "mailto", "tel"]);
const PICTURE_SCHEMES: ReadonlySet<string> = new Set(["http", "https"]);

/**
 * `url` when a link may go there (http, https, mailto, tel, or relative), else null. It is read as browsers read it
 * (WHATWG URL, "basic URL parser"): controls are taken out and spaces around it dropped before the scheme is looked at,
 * so that no disguise of `javascript:` passes.
 */
export function safeUrl(url: string): string | null {
  return checked(url, LINK_SCHEMES);
}

/** The same for what a page loads by itself, such as a picture: http, https or relative. */
export function safeSource(url: string): string | null {
  return checked(url, PICTURE_SCHEMES);
}

function checked(url: string, schemes: ReadonlySet<string>): string | null {
  const read = url.replace(CONTROLS, "").trim();
  const scheme = SCHEME.exec(read)?.[1];
  return scheme === undefined || schemes.has(scheme.toLowerCase()) ? read : null;
}
