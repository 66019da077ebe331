import { LRUCache } from "lru-cache";
import { Marked } from "marked";
import type { Format, FormatSpec } from "../kinds/format/format-spec.ts";
import type { Site } from "../model/site.ts";
import { escapeHtml } from "./escape.ts";
import { linkify } from "./linkify.ts";
import { paragraphs } from "./paragraphs.ts";
import { createSanitizer } from "./sanitize.ts";

/** Characters of text and HTML that are kept, all formats together. */
const REMEMBERED = 8_000_000;

type Step = (text: string) => string;

/** The steps that a format is made of, each prepared for it. */
const STEPS: { readonly [name in FormatSpec["filters"][number]]: (format: Format) => Step } = {
  escape: () => escapeHtml,
  markdown: () => {
    const marked = new Marked({ gfm: true, async: false });
    return (text) => marked.parse(text) as string;
  },
  sanitize: (format) => createSanitizer(format.allowed_tags),
  linkify: () => linkify,
  paragraphs: () => paragraphs,
};

/**
 * The text formats of a site as one function. Whatever the steps of a format are, what comes out is sanitized; a format that
 * does not exist shows the text as it was typed. Results are remembered by text, so that a long one is filtered once.
 */
export function createFormatText(formats: ReadonlyMap<string, Format>): Site["formatText"] {
  const pipelines = new Map([...formats.values()].map((format) => [format.name, pipelineOf(format)] as const));
  const remembered = new LRUCache<string, string>({
    maxSize: REMEMBERED,
    sizeCalculation: (html, key) => html.length + key.length,
  });
  return (text, format) => {
    const pipeline = pipelines.get(format);
    if (pipeline === undefined) return escapeHtml(text);
    const key = `${format}\n${text}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const html = pipeline(text);
    remembered.set(key, html);
    return html;
  };
}

function pipelineOf(format: Format): Step {
  const steps = format.filters.map((name) => STEPS[name](format));
  if (format.filters.at(-1) !== "sanitize") steps.push(STEPS.sanitize(format));
  return (text) => steps.reduce((html, step) => step(html), text);
}
