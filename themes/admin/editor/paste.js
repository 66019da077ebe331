import { inertBody } from "./html.js";

/** Styles that mean a tag, by what they say. Word and Google Docs write them instead. */
const STYLES = [
  [/font-weight:\s*(?:bold|[6-9]00)/i, "strong"],
  [/font-style:\s*italic/i, "em"],
  [/text-decoration[^;]*line-through/i, "s"],
  [/vertical-align:\s*super/i, "sup"],
  [/vertical-align:\s*sub/i, "sub"],
];
const GONE = "style, script, meta, link, title, xml, template, iframe, object, embed, svg, math";

/** What was copied elsewhere, with only what means something in a text. The schema takes what is left. */
export function cleanPaste(html) {
  const body = inertBody(html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, ""));
  for (const element of body.querySelectorAll(GONE)) element.remove();
  removeComments(body);
  makeWordLists(body);
  for (const element of [...body.querySelectorAll("*")]) tidy(element);
  for (const paragraph of body.querySelectorAll("p")) {
    if (paragraph.textContent.trim() === "" && paragraph.querySelector("img") === null) paragraph.remove();
  }
  return body.innerHTML;
}

function removeComments(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const comment of found) comment.remove();
}

/** Word writes the items of lists as paragraphs with a mark of their own before the text. */
function makeWordLists(body) {
  let open = [];
  for (const paragraph of [...body.querySelectorAll("p")]) {
    const style = paragraph.getAttribute("style") ?? "";
    const level = /mso-list:[^;]*\blevel(\d)/i.exec(style)?.[1];
    if (level === undefined) {
      open = [];
      continue;
    }
    const mark = paragraph.querySelector('[style*="mso-list:Ignore" i], [style*="mso-list: Ignore" i]');
    const isNumbered = /^\s*(?:\d+|[a-z]|[ivx]+)[.)]/i.test(mark?.textContent ?? "");
    mark?.remove();
    const depth = Number(level);
    if (open.length > 0 && paragraph.previousElementSibling !== open[0]) open = [];
    open.length = Math.min(open.length, depth);
    while (open.length < depth) open.push(newList(paragraph, open.at(-1), isNumbered));
    const item = body.ownerDocument.createElement("li");
    item.append(...paragraph.childNodes);
    open.at(-1).append(item);
    paragraph.remove();
  }
}

function newList(paragraph, above, isNumbered) {
  const list = paragraph.ownerDocument.createElement(isNumbered ? "ol" : "ul");
  if (above === undefined) paragraph.before(list);
  else (above.lastElementChild ?? above.appendChild(list.ownerDocument.createElement("li"))).append(list);
  return list;
}

/** Turns styles into tags, and takes away what only looks. */
function tidy(element) {
  const style = element.getAttribute("style") ?? "";
  // Google Docs puts all of it into a bold element that is not bold.
  if (/^(?:b|strong)$/.test(element.localName) && /font-weight:\s*(?:normal|400)/i.test(style)) return unwrap(element);
  if (element.localName.includes(":") || element.localName === "font") return unwrap(element);
  if (element.localName !== "span") return;
  for (const [pattern, tag] of STYLES) {
    if (!pattern.test(style)) continue;
    const wrapper = element.ownerDocument.createElement(tag);
    wrapper.append(...element.childNodes);
    element.append(wrapper);
  }
  unwrap(element);
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}
