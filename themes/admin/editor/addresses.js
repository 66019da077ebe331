const CONTROLS = /[\p{Cc} ]/gu;
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const LINKS = new Set(["http", "https", "mailto", "tel"]);
const PICTURES = new Set(["http", "https"]);

/** The address when a link may go there, as the site sees it; null otherwise. */
export function linkAddress(address) {
  return checked(address, LINKS);
}

/** The address when a picture may come from there; null otherwise. */
export function pictureAddress(address) {
  return checked(address, PICTURES);
}

function checked(address, schemes) {
  const text = (address ?? "").trim();
  const scheme = SCHEME.exec(text.replace(CONTROLS, ""))?.[1];
  return scheme === undefined || schemes.has(scheme.toLowerCase()) ? text : null;
}
