import type { MarkdownIt } from "markdown-it";

/** `[ ] ` or `[x] ` at the beginning of an item. */
const BOX = /^\[([ xX])\][ \t]+/;

/** Teaches Markdown the task lists of GFM: an item that begins with a box has a checkbox, which nobody can change. */
export function taskLists(markdown: MarkdownIt): void {
  markdown.core.ruler.after("inline", "task_lists", ({ tokens, Token }) => {
    for (let index = 2; index < tokens.length; index++) {
      const token = tokens[index]!;
      if (token.type !== "inline" || tokens[index - 1]!.type !== "paragraph_open") continue;
      if (tokens[index - 2]!.type !== "list_item_open") continue;
      const [text] = token.children ?? [];
      const box = text?.type === "text" ? BOX.exec(text.content) : null;
      if (box === null || text === undefined) continue;
      text.content = text.content.slice(box[0].length);
      const input = new Token("html_inline", "", 0);
      input.content = `<input type="checkbox" disabled${box[1] === " " ? "" : " checked"}> `;
      token.children!.unshift(input);
    }
  });
}
