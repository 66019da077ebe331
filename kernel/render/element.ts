import type { RenderElement } from "../model/elements.ts";
import type { Site } from "../model/site.ts";
import { ELEMENT_NAMES, VOID_ELEMENTS } from "./allowed.ts";
import { renderAttributes } from "./attributes.ts";
import { plainHtml, summaryHtml, trimmedHtml } from "./cut-html.ts";
import { escapeHtml } from "./escape.ts";
import { safeSource, safeUrl } from "./safe-url.ts";
import { renderThemed } from "./themed.ts";

/**
 * Means to draw elements with: text in a text format → HTML that is safe to print, and the templates that plugins
 * bring.
 */
export type Drawing = Pick<Site, "formatText" | "themed">;

/** Deeper nesting than any page needs is left out, so that no tree from a plugin exhausts the stack. */
const MAX_DEPTH = 64;

/**
 * The HTML of a render element: the one way from data to HTML. Element names, attribute names and the schemes of
 * addresses are checked, values escaped; what is not allowed is left out. Children stand in order of their `#weight`,
 * equal ones as given.
 */
export function renderElement(element: RenderElement, drawing: Drawing): string {
  return rendered(element, drawing, 0);
}

/** The elements in order of their weight; the same list when it is in order already. */
export function byWeight(elements: readonly RenderElement[]): readonly RenderElement[] {
  for (let index = 1; index < elements.length; index++) {
    if (weightOf(elements[index]!) < weightOf(elements[index - 1]!)) {
      return elements.toSorted((left, right) => weightOf(left) - weightOf(right));
    }
  }
  return elements;
}

function weightOf(element: RenderElement): number {
  return element?.["#weight"] ?? 0;
}

type Renderer = (element: RenderElement, drawing: Drawing, depth: number) => string;

const RENDERERS: { readonly [type in RenderElement["#type"]]: Renderer } = {
  container: (element, drawing, depth) =>
    tagged(nameOf(element, "div"), attributesOf(element), inside(element, drawing, depth)),

  markup: (element, drawing, depth) => {
    const html = inside(element, drawing, depth);
    const attributes = attributesOf(element);
    if (element["#tag"] === undefined && attributes === "") return html;
    return tagged(nameOf(element, element["#format"] === undefined ? "span" : "div"), attributes, html);
  },

  link: (element, drawing, depth) => {
    const url = safeUrl(textOf(element["#url"]));
    const html = inside(element, drawing, depth);
    const attributes = renderAttributes(element["#attributes"], "href");
    if (url === null || url === "") return tagged("span", attributes, html);
    return tagged("a", ` href="${escapeHtml(url)}"${attributes}`, html);
  },

  item_list: (element, drawing, depth) => {
    let html = "";
    for (const child of childrenOf(element)) html += `<li>${rendered(child, drawing, depth + 1)}</li>`;
    return tagged(element["#tag"] === "ol" ? "ol" : "ul", attributesOf(element), html);
  },

  table: (element, drawing, depth) => {
    const caption =
      element["#value"] === undefined ? "" : `<caption>${escapeHtml(textOf(element["#value"]))}</caption>`;
    let head = "";
    for (const label of listOf(element["#header"])) head += `<th scope="col">${escapeHtml(textOf(label))}</th>`;
    let body = "";
    for (const row of listOf(element["#rows"])) {
      body += "<tr>";
      for (const cell of listOf(row)) body += `<td>${rendered(cell, drawing, depth + 1)}</td>`;
      body += "</tr>";
    }
    if (head !== "") head = `<thead><tr>${head}</tr></thead>`;
    return tagged("table", attributesOf(element), `${caption}${head}<tbody>${body}</tbody>`);
  },

  image: (element) => {
    const source = safeSource(textOf(element["#url"]));
    if (source === null || source === "") return "";
    const alt = typeof element["#attributes"]?.["alt"] === "string" ? "" : ' alt=""';
    return `<img src="${escapeHtml(source)}"${alt}${renderAttributes(element["#attributes"], "src")}>`;
  },

  /** The bar is a picture of the number that stands beside it. */
  meter: (element, drawing, depth) => {
    const html = inside(element, drawing, depth);
    const hidden = html === "" ? "" : ' aria-hidden="true"';
    const bar = `<meter${hidden}${renderAttributes(element["#attributes"], "aria-hidden")}></meter>`;
    return html === "" ? bar : `<span class="meter">${bar}<span>${html}</span></span>`;
  },

  template: (element, drawing, depth) =>
    renderThemed(element, drawing.themed, (child) => rendered(child, drawing, depth + 1)),

  time: (element, drawing, depth) => tagged("time", attributesOf(element), inside(element, drawing, depth)),
};

function rendered(element: RenderElement, drawing: Drawing, depth: number): string {
  const type = element?.["#type"];
  if (depth > MAX_DEPTH || !Object.hasOwn(RENDERERS, type)) return "";
  return RENDERERS[type](element, drawing, depth);
}

/** The value, filtered through its format or escaped, and then the children. */
function inside(element: RenderElement, drawing: Drawing, depth: number): string {
  const value = textOf(element["#value"]);
  const format = element["#format"];
  const whole = format === undefined || value === "" ? escapeHtml(value) : drawing.formatText(value, format);
  let html = partOf(whole, element);
  if (element["#children"] === undefined) return html;
  for (const child of childrenOf(element)) html += rendered(child, drawing, depth + 1);
  return html;
}

/** How many words a part has when nobody says. */
const WORDS = 60;

/** The part of formatted text that an element asks for. */
function partOf(html: string, { "#part": part, "#words": words }: RenderElement): string {
  if (part === "plain") return plainHtml(html);
  if (part === "summary") return summaryHtml(html);
  return part === "trimmed" ? trimmedHtml(html, typeof words === "number" ? words : WORDS) : html;
}

function childrenOf(element: RenderElement): readonly RenderElement[] {
  return byWeight(listOf(element["#children"]));
}

/** Elements of plugins are JSON from outside: what should be text and is not a scalar counts as empty. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** Reads a list; a value that is none counts as empty. */
function listOf<Entry>(list: readonly Entry[] | undefined): readonly Entry[] {
  return Array.isArray(list) ? list : [];
}

function attributesOf(element: RenderElement): string {
  return renderAttributes(element["#attributes"]);
}

function nameOf(element: RenderElement, otherwise: string): string {
  const name = element["#tag"];
  return name !== undefined && ELEMENT_NAMES.has(name) ? name : otherwise;
}

function tagged(name: string, attributes: string, html: string): string {
  return VOID_ELEMENTS.has(name) ? `<${name}${attributes}>` : `<${name}${attributes}>${html}</${name}>`;
}
