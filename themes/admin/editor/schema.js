import { Schema } from "prosemirror-model";
import { linkAddress, pictureAddress } from "./addresses.js";

const INLINE = "strong b em i u s del ins code sub sup small mark kbd q cite var samp".split(" ");
/** Blocks that are kept as they are, because nothing here edits them. */
const OPAQUE = "table dl figure details section".split(" ");
const HEADINGS = ["h2", "h3", "h4", "h5", "h6"];

/** What a text can hold whose format lets `tags` stay. */
export function createSchema(tags, kept) {
  const has = (tag) => tags.includes(tag);
  const nodes = {
    doc: { content: "block+" },
    paragraph: { group: "block", content: "inline*", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
    text: { group: "inline" },
  };
  const headings = HEADINGS.filter(has);
  if (headings.length > 0) {
    nodes.heading = {
      group: "block",
      content: "inline*",
      defining: true,
      attrs: { tag: { default: headings[0] } },
      parseDOM: [
        ...headings.map((tag) => ({ tag, attrs: { tag } })),
        ...(has("h2") ? [{ tag: "h1", attrs: { tag: "h2" } }] : []),
      ],
      toDOM: (node) => [node.attrs.tag, 0],
    };
  }
  if (has("blockquote")) {
    nodes.blockquote = {
      group: "block",
      content: "block+",
      defining: true,
      parseDOM: [{ tag: "blockquote" }],
      toDOM: () => ["blockquote", 0],
    };
  }
  if (has("pre")) {
    nodes.code_block = {
      group: "block",
      content: "text*",
      marks: "",
      code: true,
      defining: true,
      attrs: { language: { default: null } },
      parseDOM: [{ tag: "pre", preserveWhitespace: "full", getAttrs: (dom) => ({ language: languageOf(dom) }) }],
      toDOM: ({ attrs: { language } }) =>
        language === null ? ["pre", ["code", 0]] : ["pre", ["code", { class: `language-${language}` }, 0]],
    };
  }
  if (has("li") && has("ul"))
    nodes.bullet_list = { group: "block", content: "list_item+", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] };
  if (has("li") && has("ol")) {
    nodes.ordered_list = {
      group: "block",
      content: "list_item+",
      attrs: { start: { default: 1 } },
      parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ start: Number(dom.getAttribute("start") ?? 1) || 1 }) }],
      toDOM: ({ attrs: { start } }) => (start === 1 ? ["ol", 0] : ["ol", { start }, 0]),
    };
  }
  if (nodes.bullet_list !== undefined || nodes.ordered_list !== undefined) {
    nodes.list_item = {
      content: "paragraph block*",
      defining: true,
      parseDOM: [{ tag: "li" }],
      toDOM: () => ["li", 0],
    };
  }
  if (has("hr")) nodes.horizontal_rule = { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] };
  if (has("br")) {
    nodes.hard_break = {
      group: "inline",
      inline: true,
      selectable: false,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
    };
  }
  if (has("img")) {
    nodes.image = {
      group: "inline",
      inline: true,
      draggable: true,
      attrs: { src: {}, alt: { default: "" }, title: { default: null } },
      parseDOM: [{ tag: "img[src]", getAttrs: pictureOf }],
      toDOM: ({ attrs: { src, alt, title } }) => ["img", { src, alt, ...(title !== null && { title }) }],
    };
  }
  const opaque = OPAQUE.filter(has);
  if (opaque.length > 0) {
    nodes.opaque = {
      group: "block",
      atom: true,
      attrs: { html: {}, text: {} },
      parseDOM: opaque.map((tag) => ({
        tag,
        getAttrs: (dom) => ({ html: dom.outerHTML, text: dom.textContent.replace(/\s+/g, " ").trim() }),
      })),
      // Shown as text: what stands in it may be anything. `htmlOf` puts it back.
      toDOM: ({ attrs: { text } }) => ["div", { class: "editor-opaque" }, ["b", kept], ["br"], text],
    };
  }
  return new Schema({ nodes, marks: marksOf(has) });
}

function marksOf(has) {
  const marks = {};
  if (has("a")) {
    marks.link = {
      inclusive: false,
      attrs: { href: {}, title: { default: null } },
      parseDOM: [
        {
          tag: "a[href]",
          getAttrs: (dom) => {
            const href = linkAddress(dom.getAttribute("href"));
            return href === null ? false : { href, title: dom.getAttribute("title") };
          },
        },
      ],
      toDOM: ({ attrs: { href, title } }) => ["a", { href, ...(title !== null && { title }) }, 0],
    };
  }
  for (const tag of INLINE.filter(has)) {
    // What stands for the same, where only one of the two stays.
    const twin = { strong: "b", b: "strong", em: "i", i: "em", s: "del", del: "s" }[tag];
    marks[tag] = {
      parseDOM: [{ tag }, ...(twin !== undefined && !has(twin) ? [{ tag: twin }] : [])],
      toDOM: () => [tag, 0],
      ...(tag === "code" && { code: true }),
    };
  }
  return marks;
}

function languageOf(dom) {
  return /\blanguage-([\w+#.-]+)/.exec(dom.querySelector("code")?.className ?? "")?.[1] ?? null;
}

function pictureOf(dom) {
  const src = pictureAddress(dom.getAttribute("src"));
  return src === null ? false : { src, alt: dom.getAttribute("alt") ?? "", title: dom.getAttribute("title") };
}
