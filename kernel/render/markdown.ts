import { Marked } from "marked";
import markedFootnote from "marked-footnote";
import { sha256 } from "../base/json.ts";

/** Begins the names of footnotes, until it is known whose they are. */
const ANY_TEXT = "fn-00000000-";
/** The heading of the notes is for pages that hide it; here a line stands above them. */
const HEADING = /<h2 id="fn-[^"]*label"[^>]*>.*?<\/h2>\n?/;

/**
 * Creates the step that makes HTML, not sanitized yet, of Markdown with the tables, task lists and strikethrough of
 * GFM, and footnotes.
 */
export function createMarkdown(): (text: string) => string {
  const marked = new Marked({ gfm: true, async: false }).use(markedFootnote({ prefixId: ANY_TEXT }));
  return (text) => {
    const html = marked.parse(text) as string;
    return html.includes(ANY_TEXT) ? ownNames(html, text) : html;
  };
}

/** Footnotes link within the page, where there may be other texts: each has names of its own. */
function ownNames(html: string, text: string): string {
  return html.replace(HEADING, "").replaceAll(ANY_TEXT, `fn-${sha256(text).slice(0, 8)}-`);
}
