import { mapText } from "./html-pieces.ts";

/**
 * Addresses in text that is escaped already: they end before `&lt;`, `&gt;` and quotes, and before punctuation that
 * closes a sentence.
 */
const ADDRESS =
  /\bhttps?:\/\/(?:(?!&(?:lt|gt|quot|#39);)[^\s<>"'])*(?:(?!&(?:lt|gt|quot|#39);)[^\s<>"'.,;:!?)\]}])|\b[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b/gi;

/** Makes links of the web and mail addresses in the text of `html`, but not in links and code. */
export function linkify(html: string): string {
  return mapText(html, (text) => text.replace(ADDRESS, linkTo));
}

function linkTo(address: string): string {
  return `<a href="${address.includes("://") ? "" : "mailto:"}${address}">${address}</a>`;
}
