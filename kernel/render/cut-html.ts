import { VOID_ELEMENTS } from "./allowed.ts";
import { piecesOf } from "./html-pieces.ts";

/** Where an author says that the summary ends. */
const MORE = /<p>\s*\[more\]\s*<\/p>|\[more\]/;
const TAG = /^<(\/?)([a-z][a-z0-9]*)/i;
const WORD = /(?<![&#\p{L}\p{M}\p{N}])[\p{L}\p{M}\p{N}]+(?:['’.,-][\p{L}\p{M}\p{N}]+)*/gu;
/** The end of a sentence, as far as it can be told: a mark, and white space or nothing after it. */
const SENTENCE_END = /[.!?…。！？]["'”’»)\]]*(?=\s|$)/g;
/** A sentence that ends before so much of the words is shorter than a cut in the middle is bad. */
const SHORTEST = 0.5;

/**
 * The beginning of sanitized `html`, of `words` words at most: whole elements, cut at the end of a sentence where one
 * is near, and with an ellipsis otherwise. Names of headings and notes go, because the whole text may be on the same
 * page.
 */
export function trimmedHtml(html: string, words: number): string {
  const bare = withoutNames(html);
  let left = words;
  let made = "";
  const open: string[] = [];
  for (const piece of piecesOf(bare)) {
    const tag = TAG.exec(piece);
    if (tag !== null) {
      follow(open, tag[1] === "/", tag[2]!.toLowerCase());
      made += piece;
      continue;
    }
    const found = [...piece.matchAll(WORD)];
    if (found.length <= left) {
      left -= found.length;
      made += piece;
      continue;
    }
    return `${made}${cutText(piece, found[left]!.index, left, words)}${closing(open)}`;
  }
  return made;
}

/** Cuts a text at `[more]`, or after its first block where nobody wrote that. */
export function summaryHtml(html: string): string {
  const bare = withoutNames(html);
  const more = MORE.exec(bare);
  if (more !== null) return closed(bare.slice(0, more.index));
  const end = firstBlockEnd(bare);
  return end === null ? bare : bare.slice(0, end);
}

/** The text of sanitized `html`, still escaped: no tags, paragraphs parted by spaces. */
export function plainHtml(html: string): string {
  return html
    .replace(/<\/(?:p|div|li|h[1-6]|blockquote|td|th|tr|dd|dt|pre)>|<br>|<hr>/g, " ")
    .replace(/<[^<>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Cuts text before the word at `at`; back to the end of a sentence, where that is not too short. */
function cutText(text: string, at: number, kept: number, words: number): string {
  const head = text.slice(0, at);
  const ends = [...head.matchAll(SENTENCE_END)];
  const last = ends.at(-1);
  if (last !== undefined) {
    const sentence = head.slice(0, last.index + last[0].length);
    const lost = kept - (sentence.match(WORD)?.length ?? 0);
    if (words - lost >= words * SHORTEST) return sentence;
  }
  const trimmed = head.replace(/[\s.,;:–—-]+$/u, "");
  return trimmed === "" ? "…" : `${trimmed} …`;
}

function follow(open: string[], isEnd: boolean, name: string): void {
  if (VOID_ELEMENTS.has(name) || name === "input") return;
  if (isEnd) open.splice(open.lastIndexOf(name), 1);
  else open.push(name);
}

function closing(open: readonly string[]): string {
  return open
    .toReversed()
    .map((name) => `</${name}>`)
    .join("");
}

/** Ends what is open at the end of a part of HTML. */
function closed(html: string): string {
  const open: string[] = [];
  for (const piece of piecesOf(html)) {
    const tag = TAG.exec(piece);
    if (tag !== null) follow(open, tag[1] === "/", tag[2]!.toLowerCase());
  }
  return html.trimEnd() + closing(open);
}

/** Where the first block ends; null for text that has none. */
function firstBlockEnd(html: string): number | null {
  const open: string[] = [];
  let at = 0;
  for (const piece of piecesOf(html)) {
    at += piece.length;
    const tag = TAG.exec(piece);
    if (tag === null) continue;
    follow(open, tag[1] === "/", tag[2]!.toLowerCase());
    if (open.length === 0 && tag[1] === "/" && /^(?:p|div|ul|ol|blockquote|pre|table|dl)$/i.test(tag[2]!)) return at;
  }
  return null;
}

/** Takes out ids, and marks of notes, which lead to what is not there. */
function withoutNames(html: string): string {
  return html
    .replace(/<sup class="footnote-ref">.*?<\/sup>/g, "")
    .replace(/<section class="footnotes">[\s\S]*?<\/section>/g, "")
    .replace(/ id="[^"]*"/g, "");
}
