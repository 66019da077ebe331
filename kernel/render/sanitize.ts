import type { Attributes, IOptions, Tag } from "sanitize-html";
import sanitizeHtml from "sanitize-html";
import type { Speaker } from "../words/say.ts";
import { say } from "../words/say.ts";
import { ELEMENT_NAMES } from "./allowed.ts";

/** Tags that a text may hold when its format says nothing else. */
const DEFAULT_TAGS = (
  "a abbr b blockquote br cite code dd del div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q s " +
  "samp section small span strong sub sup table tbody td tfoot th thead tr u ul var"
).split(" ");

/** The tags that stay in a text: those that its format names, or those of plain prose. */
export function allowedTags(tags: readonly string[] = DEFAULT_TAGS): readonly string[] {
  return tags.filter((tag) => ELEMENT_NAMES.has(tag) || tag === "input");
}

/**
 * A function that keeps of HTML what a text may hold: `tags`, as far as render elements may use them too, harmless
 * attributes, and addresses with the schemes of links. A heading of the first rank becomes one of the second: the page
 * has its own. (In the result `>` is escaped everywhere but at the end of a tag, so void tags can be written the HTML
 * way by replacement.)
 */
export function createSanitizer(site: Speaker, tags?: readonly string[]): (html: string) => string {
  const options: IOptions & { readonly allowedEmptyAttributes: readonly string[] } = {
    allowedTags: [...allowedTags(tags)],
    allowedAttributes: {
      a: ["href", "title", "hreflang", "id"],
      abbr: ["title"],
      blockquote: ["cite"],
      // What `checkbox` leaves of an input.
      input: ["type", "disabled", "checked", "aria-label"],
      li: ["id"],
      img: ["src", "alt", "title", "width", "height"],
      ol: ["start", "reversed"],
      q: ["cite"],
      td: ["colspan", "rowspan"],
      th: ["colspan", "rowspan", "scope"],
      "*": ["lang", "dir"],
    },
    allowedClasses: { code: ["language-*"], section: ["footnotes"] },
    // An empty address leads to the page itself.
    allowedEmptyAttributes: ["alt", "href"],
    allowedSchemes: ["http", "https", "mailto", "tel"],
    allowedSchemesByTag: { img: ["http", "https"] },
    allowedSchemesAppliedToAttributes: ["href", "src", "cite"],
    transformTags: {
      h1: "h2",
      img: (tagName, attribs) => ({ tagName, attribs: { alt: "", ...attribs } }),
      input: (tagName, attribs) => ({ tagName, attribs: checkbox(site, attribs) }),
      a: withNoteName,
      li: withNoteName,
    },
    exclusiveFilter: ({ tag, attribs }) => tag === "input" && attribs["type"] !== "checkbox",
    nestingLimit: 64,
  };
  return (html) => sanitizeHtml(html, options).replaceAll(" />", ">");
}

/** The names by which footnotes and what they belong to find each other; no other element of a text has one. */
const NOTE_NAME = /^fn-[0-9a-f]{8}-(?:ref-)?[\w%.-]{1,80}$/;

function withNoteName(tagName: string, { id, ...attribs }: Attributes): Tag {
  return { tagName, attribs: id !== undefined && NOTE_NAME.test(id) ? { ...attribs, id } : attribs };
}

/** The box of a task: it shows how things are, and nobody can change it here. */
function checkbox(site: Speaker, { type, checked }: Attributes): Attributes {
  if (type !== "checkbox") return {};
  const isDone = checked !== undefined;
  const label = say(site, isDone ? "text.task_done" : "text.task_open");
  return { type, disabled: "", ...(isDone && { checked: "" }), "aria-label": label };
}
