import MarkdownIt from "markdown-it";
import footnote from "markdown-it-footnote";
import { sha256 } from "../base/json.ts";
import { taskLists } from "./task-lists.ts";

/** Text in CommonMark, with tables, strikethrough, footnotes and task lists, as HTML that is not sanitized yet. */
export function createMarkdown(): (text: string) => string {
  const markdown = new MarkdownIt({ html: true }).use(footnote).use(taskLists);
  // Footnotes link within the page, where there may be other texts: each has names of its own.
  return (text) => markdown.render(text, { docId: sha256(text).slice(0, 8) });
}
