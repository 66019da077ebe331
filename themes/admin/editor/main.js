// The editors of long texts. Each text area with `data-editor` gets the one that its format has; without this script it stays as it is.
import styles from "./editor.css";
import { openMarkdown } from "./markdown.js";
import { openRich } from "./rich.js";

const OPEN = { html: openRich, markdown: openMarkdown };

// A sheet made by script needs no exception from the policy of the page.
const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);
document.adoptedStyleSheets.push(sheet);

for (const area of document.querySelectorAll("textarea[data-editor]")) mount(area);

/** Opens the editor of the format that is chosen, and another one when another format is. */
function mount(area) {
  const { format, formats, ...settings } = JSON.parse(area.dataset.editor);
  const select = formatSelect(area);
  let close = () => {};
  const open = () => {
    close();
    const name = select?.value ?? format;
    const editor = formats[name];
    close =
      editor === undefined || area.disabled
        ? () => {}
        : OPEN[editor.kind](area, { ...settings, ...editor, format: name });
  };
  select?.addEventListener("change", open);
  open();
}

/** The select for the format of a text stands beside it, under the same name: `body[value]`, `body[format]`. */
function formatSelect(area) {
  const name = area.name.replace(/\[value\]$/, "[format]");
  return name === area.name ? null : area.form.elements.namedItem(name);
}
