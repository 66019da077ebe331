import type { CST, ErrorCode, YAMLError } from "yaml";
import type { Report } from "./yaml-value.ts";

const TAB = "A tab cannot indent YAML. Use spaces.";

/** Messages for the mistakes that the parser tells apart; its own message serves for the rest. */
const MESSAGES: { readonly [Code in ErrorCode]?: string } = {
  BAD_ALIAS: "An alias needs the name of an anchor after the *.",
  BAD_DQ_ESCAPE: "This escape does not exist in double quotes. Write \\\\ for a backslash, or use single quotes.",
  BAD_INDENT: "This line is not indented like its neighbours.",
  BAD_SCALAR_START: "A plain text cannot start with this character. Put the text in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    "A second `key: value` cannot begin on the same line. Put the value in quotes or on lines of its own.",
  BLOCK_IN_FLOW: "A comma is missing before this, or quotes around a text with a colon.",
  KEY_OVER_1024_CHARS: "A key is longer than 1024 characters.",
  MULTILINE_IMPLICIT_KEY: "A key must be on one line. Is a colon, a quote or the indentation missing above?",
  MULTIPLE_ANCHORS: "A value can have one anchor.",
  TAB_AS_INDENT: TAB,
  UNEXPECTED_TOKEN: "This does not belong here. Is a quote, a comma or the indentation missing before it?",
};

/** A token of the file, how deeply it lies, and what stands before it (anchors, tags, separators). */
type Placed = {
  readonly token: CST.Token;
  readonly depth: number;
  readonly before: readonly CST.SourceToken[];
};

/** Reports the tokens that are refused; returns true when the file should not be composed at all. */
export function checkTokens(content: string, tokens: readonly CST.Token[], limit: number, report: Report): boolean {
  const texts: [number, number][] = [];
  for (const { token, depth, before } of placed(tokens)) {
    if (depth > limit) {
      report("yaml.too_large", [0, 0], `The file nests more than ${limit} levels deep.`);
      return true;
    }
    if (token.type === "directive") {
      report("yaml.syntax", [token.offset, token.offset + token.source.length], "A file cannot have a % directive.");
      return true;
    }
    if (isText(token)) texts.push([token.offset, token.offset + token.source.length]);
    for (const { type, offset, source } of before) {
      if (type !== "tag") continue;
      report("yaml.syntax", [offset, offset + source.length], `A file cannot use tags such as ${source}. Remove it.`);
      return true;
    }
  }
  const tab = tabInIndentation(content, texts);
  if (tab !== null) report("yaml.syntax", [tab, tab + 1], TAB);
  return tab !== null;
}

/** Reports what the parser found: only the first, since the others are often its consequences. */
export function reportFirst(errors: readonly YAMLError[], tokens: readonly CST.Token[], report: Report): boolean {
  const [first] = [...errors].sort((left, right) => left.pos[0] - right.pos[0]);
  if (first === undefined) return false;
  const opened = openedAndNotClosed(first, tokens);
  if (opened === null) report("yaml.syntax", first.pos, MESSAGES[first.code] ?? sentence(first.message));
  else report("yaml.syntax", [opened.offset, opened.offset + 1], `The ${opened.opening} is never closed.`);
  return true;
}

function sentence(message: string): string {
  const line = message.split("\n")[0]!;
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

type Opened = { readonly offset: number; readonly opening: string };

/** A bracket or quote is missed only where the file goes on; people look for where it was opened. */
function openedAndNotClosed(error: YAMLError, tokens: readonly CST.Token[]): Opened | null {
  const isBracket = error.code === "BAD_INDENT" && error.message.startsWith("Flow");
  const isQuote = error.code === "MISSING_CHAR" && error.message.includes("quote");
  if (!isBracket && !isQuote) return null;
  let last: Opened | null = null;
  for (const { token } of placed(tokens)) {
    const { offset } = token;
    if (offset >= error.pos[0] || (last !== null && offset <= last.offset)) continue;
    if (isBracket && token.type === "flow-collection" && !token.end.some((end) => /^flow-.*-end$/.test(end.type))) {
      last = { offset: token.start.offset, opening: token.start.source };
    }
    if (isQuote && isQuoted(token)) last = { offset, opening: `quote ${token.source[0]}` };
  }
  return last;
}

/** Every token of the file. Goes by a list, not by recursion: it is what guards the recursive composer. */
function* placed(tokens: readonly CST.Token[]): Generator<Placed> {
  const open: Placed[] = tokens.map((token) => ({ token, depth: 0, before: [] }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    const { token, depth } = next;
    if (token.type === "document" && token.value) open.push({ token: token.value, depth, before: token.start });
    if (!("items" in token)) continue;
    for (const item of token.items) {
      if (item.key) open.push({ token: item.key, depth: depth + 1, before: item.start });
      if (item.value) open.push({ token: item.value, depth: depth + 1, before: item.sep ?? item.start });
    }
  }
}

function isText(token: CST.Token): token is CST.FlowScalar | CST.BlockScalar {
  return token.type === "block-scalar" || isQuoted(token);
}

function isQuoted(token: CST.Token): token is CST.FlowScalar {
  return token.type === "double-quoted-scalar" || token.type === "single-quoted-scalar";
}

/**
 * The offset of the first tab that indents a line which is not part of a quoted or block text; null when there is none.
 */
function tabInIndentation(content: string, texts: readonly [number, number][]): number | null {
  const indentation = /^ *(\t)[ \t]*[^\s#]/gm;
  for (let match = indentation.exec(content); match !== null; match = indentation.exec(content)) {
    const tab = match.index + match[0].indexOf("\t");
    if (!texts.some(([start, end]) => tab >= start && tab < end)) return tab;
  }
  return null;
}
