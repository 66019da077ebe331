const BLANK_LINES = /\n[ \t]*\n\s*/;
const BLOCK = /^<\/?(?:address|article|aside|blockquote|details|div|dl|figure|h[1-6]|hr|ol|p|pre|section|table|ul)\b/i;

/** Blank lines part paragraphs, single line breaks stay; what is a block already is left as it is. */
export function paragraphs(html: string): string {
  return html
    .replace(/\r\n?/g, "\n")
    .trim()
    .split(BLANK_LINES)
    .map((part) => (part === "" || BLOCK.test(part) ? part : `<p>${part.replaceAll("\n", "<br>\n")}</p>`))
    .join("\n");
}
