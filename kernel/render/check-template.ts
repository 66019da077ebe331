import Handlebars from "handlebars";
import { didYouMean } from "../base/near-miss.ts";
import type { TemplateProblem } from "./dialect.ts";
import { COMPILE_OPTIONS, HELPER_NAMES } from "./dialect.ts";
import { findRawOutput } from "./raw-output.ts";
import { findUnsaid } from "./said-sentences.ts";

/**
 * The first problem that keeps `source` from being a template, or null: its syntax, a helper that does not exist, or
 * output that is not escaped.
 */
export function checkTemplate(source: string): TemplateProblem | null {
  try {
    const program = Handlebars.parse(source);
    const raw = findRawOutput(program);
    if (raw !== null) return raw;
    const unsaid = findUnsaid(program);
    if (unsaid !== null) return unsaid;
    Handlebars.precompile(program, COMPILE_OPTIONS);
    return null;
  } catch (error) {
    return problemOf(source, error as HandlebarsError);
  }
}

/** An error of the Handlebars compiler carries its place; one of its parser has it in the text of the message only. */
type HandlebarsError = Error & { readonly lineNumber?: number; readonly column?: number };

function problemOf(source: string, error: HandlebarsError): TemplateProblem {
  if (error.lineNumber === undefined) return syntaxProblem(source, error.message);
  const text = error.message.replace(/ - \d+:\d+$/, "");
  return { line: error.lineNumber, column: (error.column ?? 0) + 1, message: compileMessage(text) };
}

function compileMessage(text: string): string {
  const helper = /used the unknown helper (\S+)/.exec(text)?.[1];
  if (helper !== undefined) return `There is no helper \`${helper}\`.${didYouMean(helper, HELPER_NAMES)}`;
  const [, opened, closed] = /^(.+) doesn't match (.+)$/.exec(text) ?? [];
  if (opened !== undefined) return `\`{{#${opened}}}\` is closed by \`{{/${closed}}}\`.`;
  return `${text}.`;
}

/**
 * Reads jison's `Parse error on line 3:\n<text>\n---^\nExpecting …, got 'EOF'`; the caret stands below the token that
 * surprised it.
 */
function syntaxProblem(source: string, message: string): TemplateProblem {
  const line = Number(/on line (\d+)/.exec(message)?.[1] ?? 1);
  const [, shown = "", caret = ""] = message.split("\n");
  const got = /got '([A-Z_]+)'/.exec(message)?.[1] ?? "";
  const open = got === "EOF" ? lastOpenBlock(source) : null;
  if (open !== null) return open;
  const column = columnOf(source.split("\n")[line - 1] ?? "", shown, caret.indexOf("^"));
  return { line, column, message: UNEXPECTED[got] ?? "This is not expected here." };
}

const UNEXPECTED: { readonly [token: string]: string } = {
  EOF: "The template ends in the middle of an expression.",
  INVALID: "This character cannot stand inside `{{ }}`; is the expression closed by `}}`?",
  CLOSE: "An expression names nothing before it is closed.",
  INVERSE: "`{{else}}` stands outside a block, or there is already one.",
  OPEN_ENDBLOCK: "This closes a block that is not open.",
};

/**
 * The column on `line` where the text before the caret ends: that text is up to 20 characters, with line breaks taken
 * out.
 */
function columnOf(line: string, shown: string, caret: number): number {
  const before = shown.slice(0, Math.max(caret, 0)).replace(/^\.\.\./, "");
  for (let column = line.length; column > 0; column--) {
    const tail = line.slice(Math.max(0, column - before.length), column);
    if (
      before.endsWith(tail) &&
      shown.startsWith(line.slice(column, column + 10).slice(0, shown.length - caret), caret)
    ) {
      return column + 1;
    }
  }
  return 1;
}

/** The innermost block that is opened and never closed. */
function lastOpenBlock(source: string): TemplateProblem | null {
  const open: { at: number; name: string }[] = [];
  for (const match of source.matchAll(/\{\{!--[\s\S]*?--\}\}|\{\{!.*?\}\}|\{\{~?(\/|#[>*]?\s*)([^\s}~]+)/g)) {
    if (match[1] === "/") open.pop();
    else if (match[1] !== undefined) open.push({ at: match.index, name: match[1] + match[2] });
  }
  const last = open.at(-1);
  if (last === undefined) return null;
  const lines = source.slice(0, last.at).split("\n");
  return {
    line: lines.length,
    column: lines.at(-1)!.length + 1,
    message: `\`{{${last.name}}}\` is never closed.`,
  };
}
