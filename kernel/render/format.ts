import { LRUCache } from "lru-cache";
import { Fault } from "../base/fault.ts";
import type { Format, FormatSpec } from "../kinds/format/format-spec.ts";
import type { Site } from "../model/site.ts";
import type { Speaker } from "../words/say.ts";
import { say } from "../words/say.ts";
import { escapeHtml } from "./escape.ts";
import { headingAnchors } from "./heading-anchors.ts";
import { linkify } from "./linkify.ts";
import { createMarkdown } from "./markdown.ts";
import { paragraphs } from "./paragraphs.ts";
import { createSanitizer } from "./sanitize.ts";
import { createSmartQuotes } from "./smart-quotes.ts";
import { createTimeLimit } from "./time-limit.ts";

/** Characters of text and HTML that are kept, all formats together. */
const REMEMBERED = 8_000_000;
/**
 * How long one text may take (milliseconds). Text that is saved has to be done sooner, so that slower nodes can show
 * it.
 */
const TIME_TO_SHOW = 1_000;
const TIME_TO_SAVE = 400;
/** Shorter text cannot take long. */
const WATCHED = 5_000;
/** Longer text is not filtered at all. */
const LONGEST = 2_000_000;

type Step = (text: string) => string;
type FilterName = FormatSpec["filters"][number];
type Preparing = { readonly format: Format; readonly site: Speaker };

/** The steps that a format is made of, each prepared for it. */
const STEPS: { readonly [name in FilterName]: (preparing: Preparing) => Step } = {
  escape: () => escapeHtml,
  markdown: () => createMarkdown(),
  sanitize: ({ format, site }) => createSanitizer(site, format.allowed_tags),
  linkify: () => linkify,
  paragraphs: () => paragraphs,
  smart_quotes: ({ site }) => createSmartQuotes(say(site, "text.quotation_marks")),
  heading_anchors: () => headingAnchors,
};
/** Steps that need sanitized HTML and leave it so: they come last, wherever the format names them. */
const LAST: ReadonlySet<FilterName> = new Set(["smart_quotes", "heading_anchors"]);

/** Told when a text cannot be shown in its format. */
export type OnBroken = (fault: Fault) => void;

/**
 * The text formats of a site as one function. Whatever the steps of a format are, what comes out is sanitized; a format
 * that does not exist shows the text as it was typed, and so does one that breaks over a text or takes too long.
 * Results are remembered by text, so that a long one is filtered once.
 */
export function createFormatText(
  formats: ReadonlyMap<string, Format>,
  site: Speaker,
  onBroken: OnBroken,
): Pick<Site, "formatText" | "canFormat"> {
  const pipelines = pipelinesOf(formats, site);
  const remembered = new LRUCache<string, string>({
    maxSize: REMEMBERED,
    sizeCalculation: (html, key) => html.length + key.length,
  });
  const show = createTimeLimit(TIME_TO_SHOW);
  const save = createTimeLimit(TIME_TO_SAVE);
  const filtered = (text: string, format: string): string => {
    try {
      return run(pipelines.get(format)!, text, show);
    } catch (cause) {
      onBroken(brokenText(text, format, cause));
      return escapeHtml(text);
    }
  };
  return {
    formatText(text, format) {
      if (!pipelines.has(format)) return escapeHtml(text);
      const key = `${format}\n${text}`;
      const known = remembered.get(key);
      if (known !== undefined) return known;
      const html = filtered(text, format);
      if (html.length + key.length <= REMEMBERED) remembered.set(key, html);
      return html;
    },
    canFormat(text, format) {
      const pipeline = pipelines.get(format);
      if (pipeline === undefined) return true;
      try {
        run(pipeline, text, save);
        return true;
      } catch {
        return false;
      }
    },
  };
}

function pipelinesOf(formats: ReadonlyMap<string, Format>, site: Speaker): ReadonlyMap<string, Step> {
  return new Map([...formats.values()].map((format) => [format.name, pipelineOf({ format, site })] as const));
}

function pipelineOf(preparing: Preparing): Step {
  const { filters } = preparing.format;
  const first = filters.filter((name) => !LAST.has(name));
  const isSanitized = first.at(-1) === "sanitize";
  const last = filters.filter((name) => LAST.has(name));
  const names = [...first, ...(isSanitized ? [] : (["sanitize"] as const)), ...last];
  const steps = names.map((name) => STEPS[name](preparing));
  return (text) => steps.reduce((html, step) => step(html), text);
}

function run(pipeline: Step, text: string, within: (work: () => string) => string): string {
  if (text.length > LONGEST) throw new Error(`it has more than ${LONGEST} characters`);
  return text.length < WATCHED ? pipeline(text) : within(() => pipeline(text));
}

function brokenText(text: string, format: string, cause: unknown): Fault {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const beginning = JSON.stringify(text.slice(0, 60));
  return new Fault("format.failed", `The format ${format} failed over a text that begins ${beginning}: ${reason}`, {
    cause,
  });
}
