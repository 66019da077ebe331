/** A function and how many parameters it takes. */
export type Counted = { readonly line: number; readonly count: number };

const CLOSING: { readonly [opening: string]: string } = { "(": ")", "[": "]", "{": "}", "<": ">" };

/**
 * Counts the parameters of every function that `text` declares or describes: declarations, arrows, methods and types of
 * functions.
 */
export function parameterCounts(text: string): readonly Counted[] {
  const code = withoutTexts(text);
  const counts: Counted[] = [];
  for (const { index } of code.matchAll(/\(/g)) {
    const end = endOf(code, index);
    if (end === null || !isSignature(code, index, end)) continue;
    counts.push({ line: code.slice(0, index).split("\n").length, count: partsOf(code.slice(index + 1, end)) });
  }
  return counts;
}

/** Blanks strings, regular expressions and comments, and keeps every line where it is. */
function withoutTexts(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "))
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""')
    .replace(/`(?:[^`\\]|\\.)*`/g, (template) => template.replace(/[^\n]/g, " "))
    .replace(/\/\/[^\n]*/g, "");
}

/** Tells a list of parameters from a call or a group by what is beside it. */
function isSignature(code: string, open: number, close: number): boolean {
  const before = code.slice(Math.max(0, open - 200), open);
  const after = code.slice(close + 1, close + 300);
  if (/\bfunction\b\s*\w*\s*(<[^()]*>)?\s*$/.test(before)) return true;
  if (/^\s*=>/.test(after)) return true;
  return /^\s*: [^;{}()]*?(=>|;)/.test(after) && /(^|[\s;{(,=:|])\w*\??(<[^()]*>)?\s*$/.test(before);
}

function endOf(code: string, open: number): number | null {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if ("([{".includes(code[at]!)) depth++;
    if (")]}".includes(code[at]!) && --depth === 0) return at;
  }
  return null;
}

function partsOf(list: string): number {
  const expected: string[] = [];
  let [parts, isEmpty] = [0, true];
  for (const [at, sign] of [...list].entries()) {
    if (sign === "," && expected.length === 0) {
      parts++;
      isEmpty = true;
    } else if (sign.trim() !== "") isEmpty = false;
    if (CLOSING[sign] !== undefined) expected.push(CLOSING[sign]);
    else if (sign === expected.at(-1) && !(sign === ">" && list[at - 1] === "=")) expected.pop();
  }
  return isEmpty ? parts : parts + 1;
}
