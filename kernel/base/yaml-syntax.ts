import type { CST, ErrorCode, YAMLError } from "yaml";

/** What to say for each mistake that the parser tells apart; its own message serves for the rest. */
const MESSAGES: { readonly [Code in ErrorCode]?: string } = {
  BAD_ALIAS: "An alias needs the name of an anchor after the *.",
  BAD_DQ_ESCAPE: "This escape does not exist in double quotes. Write \\\\ for a backslash, or use single quotes.",
  BAD_INDENT: "This line is not indented like its neighbours.",
  BAD_SCALAR_START: "A plain text cannot start with this character. Put the text in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    "A second `key: value` cannot begin on the same line. Put the value in quotes or on lines of its own.",
  BLOCK_IN_FLOW: "A block cannot stand within { } or [ ].",
  KEY_OVER_1024_CHARS: "A key is longer than 1024 characters.",
  MULTILINE_IMPLICIT_KEY: "A key must be on one line. Is a colon, a quote or the indentation missing above?",
  MULTIPLE_ANCHORS: "A value can have one anchor.",
  MULTIPLE_TAGS: "A file cannot use tags.",
  TAB_AS_INDENT: "A tab cannot indent YAML. Use spaces.",
  UNEXPECTED_TOKEN: "This does not belong here. Is a quote, a comma or the indentation missing before it?",
};

/** A sentence that says what is wrong, in the reader's terms. */
export function syntaxMessage(error: YAMLError): string {
  const known = MESSAGES[error.code];
  if (known !== undefined) return known;
  if (error.code === "MISSING_CHAR") return missingCharacter(error.message);
  const sentence = error.message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, "");
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

function missingCharacter(message: string): string {
  if (/closing .*quote/i.test(message)) return "A quote is opened here and never closed.";
  if (/end with a [\]}]/.test(message)) return `A closing ${/end with a ([\]}])/.exec(message)?.[1]} is missing.`;
  if (message.includes("must be separated by ,") || message.includes("Missing ,"))
    return "A comma is missing before this.";
  if (message.includes("space")) return "A space is missing here.";
  if (message.includes(":")) return "A colon is missing after this key.";
  return "A character is missing here.";
}

/** True when collections nest deeper than `limit`; asked before anything recursive looks at them. */
export function nestsTooDeeply(tokens: readonly CST.Token[], limit: number): boolean {
  const open: [CST.Token | null | undefined, number][] = tokens.map((token) => [token, 0]);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [token, depth] = next;
    if (token?.type === "document") open.push([token.value, depth]);
    if (!token || !("items" in token)) continue;
    if (depth >= limit) return true;
    for (const item of token.items) {
      open.push([item.key, depth + 1], [item.value, depth + 1]);
    }
  }
  return false;
}

/** The offset of the first tab that indents a line which is not part of a quoted or block text; null when there is none. */
export function tabInIndentation(content: string, tokens: readonly CST.Token[]): number | null {
  if (!content.includes("\t")) return null;
  const texts = textRanges(tokens);
  const indentation = /^ *(\t)[ \t]*[^\s#]/gm;
  for (let match = indentation.exec(content); match !== null; match = indentation.exec(content)) {
    const tab = match.index + match[0].indexOf("\t");
    if (!texts.some(([start, end]) => tab >= start && tab < end)) return tab;
  }
  return null;
}

function textRanges(tokens: readonly CST.Token[]): [number, number][] {
  const ranges: [number, number][] = [];
  const open: (CST.Token | null | undefined)[] = [...tokens];
  while (open.length > 0) {
    const token = open.pop();
    if (!token) continue;
    if (token.type === "document") open.push(token.value);
    else if ("items" in token) for (const item of token.items) open.push(item.key, item.value);
    else if (isText(token)) ranges.push([token.offset, token.offset + token.source.length]);
  }
  return ranges;
}

function isText(token: CST.Token): token is CST.FlowScalar | CST.BlockScalar {
  return (
    token.type === "block-scalar" || token.type === "double-quoted-scalar" || token.type === "single-quoted-scalar"
  );
}
