import { createAddressLine, createToolbar } from "./toolbar.js";

/** Puts a toolbar over a text area that holds Markdown, and shows on demand how it will look. Returns what closes it. */
export function openMarkdown(area, { tags, labels, previewUrl, format }) {
  const bar = document.createElement("div");
  bar.className = "editor markdown";
  const panel = document.createElement("div");
  panel.className = "editor-preview";
  panel.hidden = true;
  panel.setAttribute("aria-live", "polite");
  let chosen = "";
  const address = createAddressLine(labels, (url) => {
    area.focus();
    if (url !== null && url !== "") insert(area, `[${chosen || url}](${url})`);
  });
  const askLink = () => {
    chosen = area.value.slice(area.selectionStart, area.selectionEnd);
    address.ask("");
  };
  const preview = async () => {
    if (!panel.hidden) return togglePreview(false);
    togglePreview(true);
    panel.replaceChildren();
    await show(panel, { area, previewUrl, format, labels });
  };
  const togglePreview = (isShown) => {
    panel.hidden = !isShown;
    area.hidden = isShown;
    toolbar.update();
  };
  const toolbar = createToolbar(
    [
      ...toolsOf({ area, tags, labels, askLink }),
      { title: labels.preview, shows: labels.previewShort, look: "is-wide", run: preview, isOn: () => !panel.hidden },
    ],
    labels.toolbar,
  );
  const onKey = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const act = { b: () => wrap(area, "**"), i: () => wrap(area, "_"), k: askLink }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  area.addEventListener("keydown", onKey);
  bar.append(toolbar.element, address.element);
  area.before(bar);
  area.after(panel);
  area.classList.add("is-markdown");
  return () => {
    area.removeEventListener("keydown", onKey);
    area.classList.remove("is-markdown");
    area.hidden = false;
    bar.remove();
    panel.remove();
  };
}

/** What the site makes of the text. It comes sanitized. */
async function show(panel, { area, previewUrl, format, labels }) {
  const token = area.form.elements.namedItem("form_token").value;
  try {
    const answer = await fetch(previewUrl, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams({ form_token: token, format, text: area.value }),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const { html } = await answer.json();
    panel.innerHTML = html;
  } catch {
    panel.textContent = labels.noPreview;
  }
}

/** The tools for what the format lets stay. */
function toolsOf({ area, tags, labels, askLink }) {
  const has = (tag) => tags.includes(tag);
  const tools = [
    ["strong", labels.bold, "B", () => wrap(area, "**"), "is-bold"],
    ["em", labels.italic, "I", () => wrap(area, "_"), "is-italic"],
    ["s", labels.strike, "S", () => wrap(area, "~~"), "is-strike"],
    ["code", labels.code, "<>", () => wrap(area, "`")],
    ["a", labels.link, "↗", askLink],
    ["h2", `${labels.heading} 2`, "H2", () => prefix(area, () => "## ")],
    ["h3", `${labels.heading} 3`, "H3", () => prefix(area, () => "### ")],
    ["ul", labels.bullets, "•", () => prefix(area, () => "- ")],
    ["ol", labels.numbers, "1.", () => prefix(area, (index) => `${index + 1}. `)],
    ["input", labels.tasks, "☑", () => prefix(area, () => "- [ ] ")],
    ["blockquote", labels.quote, "❝", () => prefix(area, () => "> ")],
    ["pre", labels.codeBlock, "{ }", () => fence(area)],
    ["table", labels.table, "▦", () => insertBlock(area, "| A | B |\n| --- | --- |\n|  |  |")],
    ["section", labels.note, "¹", () => footnote(area)],
    ["hr", labels.rule, "―", () => insertBlock(area, "---")],
  ];
  return tools.filter(([tag]) => has(tag)).map(([, title, shows, run, look]) => ({ title, shows, run, look }));
}

/** Writes as if it were typed, so that it can be undone as what is typed can. */
function insert(area, text) {
  area.focus();
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Sets marks around what is chosen, or takes them away. */
function wrap(area, mark) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const text = value.slice(start, end);
  const isWrapped = value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
  if (isWrapped) {
    area.setSelectionRange(start - mark.length, end + mark.length);
    insert(area, text);
    area.setSelectionRange(start - mark.length, end - mark.length);
    return;
  }
  insert(area, `${mark}${text}${mark}`);
  area.setSelectionRange(start + mark.length, end + mark.length);
}

/** Begins each line that is touched with what `of` says for it, or takes that away where all have it. */
function prefix(area, of) {
  const { value } = area;
  const start = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const found = value.indexOf("\n", area.selectionEnd);
  const end = found < 0 ? value.length : found;
  const lines = value.slice(start, end).split("\n");
  const isSet = lines.every((line, index) => line.startsWith(of(index)));
  const made = lines.map((line, index) => (isSet ? line.slice(of(index).length) : of(index) + line)).join("\n");
  area.setSelectionRange(start, end);
  insert(area, made);
}

function fence(area) {
  const text = area.value.slice(area.selectionStart, area.selectionEnd);
  insertBlock(area, `\`\`\`\n${text}\n\`\`\``);
}

/** Puts a block on lines of its own. */
function insertBlock(area, text) {
  const before = area.value.slice(0, area.selectionStart);
  const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  insert(area, `${gap}${text}\n\n`);
}

/** Puts the mark of a note here, and the note at the end of the text. */
function footnote(area) {
  const numbers = [...area.value.matchAll(/\[\^(\d+)\]/g)].map(([, number]) => Number(number));
  const number = Math.max(0, ...numbers) + 1;
  area.setSelectionRange(area.selectionEnd, area.selectionEnd);
  insert(area, `[^${number}]`);
  area.setSelectionRange(area.value.length, area.value.length);
  insert(area, `${area.value.endsWith("\n") ? "" : "\n"}\n[^${number}]: `);
}
