import type { IOptions } from "sanitize-html";
import sanitizeHtml from "sanitize-html";
import { ELEMENT_NAMES } from "./allowed.ts";

/** What a text may hold when its format says nothing else. */
const DEFAULT_TAGS = (
  "a abbr b blockquote br cite code dd del dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp " +
  "small strong sub sup table tbody td tfoot th thead tr u ul var"
).split(" ");

/**
 * A function that keeps of HTML what a text may hold: `tags`, as far as render elements may use them too, harmless attributes,
 * and addresses with the schemes of links. A heading of the first rank becomes one of the second: the page has its own.
 * (In the result `>` is escaped everywhere but at the end of a tag, so void tags can be written the HTML way by replacement.)
 */
export function createSanitizer(tags: readonly string[] = DEFAULT_TAGS): (html: string) => string {
  const options: IOptions = {
    allowedTags: tags.filter((tag) => ELEMENT_NAMES.has(tag)),
    allowedAttributes: {
      a: ["href", "title", "hreflang"],
      abbr: ["title"],
      blockquote: ["cite"],
      img: ["src", "alt", "title", "width", "height"],
      ol: ["start", "reversed"],
      q: ["cite"],
      td: ["colspan", "rowspan"],
      th: ["colspan", "rowspan", "scope"],
      "*": ["lang", "dir"],
    },
    allowedSchemes: ["http", "https", "mailto", "tel"],
    allowedSchemesByTag: { img: ["http", "https"] },
    allowedSchemesAppliedToAttributes: ["href", "src", "cite"],
    transformTags: { h1: "h2", img: (tagName, attribs) => ({ tagName, attribs: { alt: "", ...attribs } }) },
    nestingLimit: 64,
  };
  return (html) => sanitizeHtml(html, options).replaceAll(" />", ">");
}
