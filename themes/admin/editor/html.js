import { DOMSerializer, DOMParser as ModelParser } from "prosemirror-model";

const BLOCK = /^<\/?(?:address|article|aside|blockquote|details|div|dl|figure|h[1-6]|hr|ol|p|pre|section|table|ul)\b/i;

/** HTML as a tree that belongs to no page: nothing in it is loaded or run. */
export function inertBody(html) {
  return new DOMParser().parseFromString(html, "text/html").body;
}

/** A text with blank lines for paragraphs, as the site reads it (`render/paragraphs.ts`). */
export function withParagraphs(text) {
  return text
    .replace(/\r\n?/g, "\n")
    .trim()
    .split(/\n[ \t]*\n\s*/)
    .map((part) => (part === "" || BLOCK.test(part) ? part : `<p>${part.replaceAll("\n", "<br>")}</p>`))
    .join("\n");
}

/** HTML as a document that can be edited. */
export function documentOf(schema, html) {
  return ModelParser.fromSchema(schema).parse(inertBody(html));
}

/** A document as HTML: each block of the first rank on a line of its own, nothing for a text without content. */
export function htmlOf(schema, doc) {
  if (doc.childCount === 1 && doc.firstChild.type.name === "paragraph" && doc.firstChild.content.size === 0) return "";
  const serializer = DOMSerializer.fromSchema(schema);
  const inert = document.implementation.createHTMLDocument("");
  const kept = [];
  doc.descendants((node) => void (node.type.name === "opaque" && kept.push(node.attrs.html)));
  const fragment = serializer.serializeFragment(doc.content, { document: inert });
  for (const [index, box] of [...fragment.querySelectorAll("div.editor-opaque")].entries()) {
    const template = inert.createElement("template");
    template.innerHTML = kept[index];
    box.replaceWith(template.content);
  }
  // A list item with one paragraph is written without it, as people write it.
  for (const item of fragment.querySelectorAll("li")) {
    const [first] = item.children;
    if (
      first?.localName === "p" &&
      [...item.children].slice(1).every(({ localName }) => localName === "ul" || localName === "ol")
    ) {
      first.replaceWith(...first.childNodes);
    }
  }
  return [...fragment.children].map(({ outerHTML }) => outerHTML.replaceAll("\n\n", "\n&#10;")).join("\n");
}

/** True when a document says all that the HTML says it was made from: its words, its tags, their attributes. */
export function isWhole(html, made) {
  const before = factsOf(inertBody(html));
  const after = factsOf(inertBody(made));
  return before.text === after.text && [...before.tags].every((tag) => after.tags.has(tag));
}

function factsOf(body) {
  const tags = new Set();
  for (const element of body.querySelectorAll("*")) {
    const attributes = [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort();
    const name = element.localName === "h1" ? "h2" : element.localName;
    if (name !== "p" && !(name === "img" && attributes.length === 0))
      tags.add([name, ...attributes.filter((each) => each !== "alt=")].join(" "));
  }
  return { tags, text: body.textContent.replace(/\s+/g, "") };
}
