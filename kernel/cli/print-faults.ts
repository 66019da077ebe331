import type { Fault, Source } from "../base/fault.ts";
import { printable, printableLines } from "../base/printable.ts";

/** A line of a file, or undefined when there is no such line. */
export type ReadLine = (file: string, line: number) => string | undefined;

const NUMBER_WIDTH = 4;
const INDENT = "  ";

/**
 * Faults for people: file, line, column and code; the line with a caret under what is wrong; what is wrong and what to
 * do. Ends with the number of faults, and with `closing` behind it.
 */
export function formatFaults(faults: readonly Fault[], readLine: ReadLine, closing?: string): string {
  const files = new Set(faults.flatMap(({ source }) => source?.file ?? []));
  const count = `${counted(faults.length, "fault")}${files.size > 0 ? ` in ${counted(files.size, "file")}` : ""}.`;
  const end = closing === undefined ? count : `${count} ${closing}`;
  return `${[...faults.map((fault) => formatFault(fault, readLine)), end].join("\n\n")}\n`;
}

function formatFault({ code, message, hint, source, other }: Fault, readLine: ReadLine): string {
  const head = source === undefined ? code : `${placeOf(source)}  ${code}`;
  const excerpt = source === undefined ? [] : excerptOf(source, readLine);
  const text = [message, ...(hint === undefined ? [] : [hint])].flatMap((part) => part.split("\n"));
  const beside = other === undefined ? [] : [`${INDENT}${placeOf(other)}`, ...excerptOf(other, readLine)];
  return [head, ...excerpt, ...text.map((line) => INDENT + line), ...beside].join("\n");
}

function placeOf({ file, line, column }: Source): string {
  return `${printable(file)}:${line}:${column}`;
}

/** The line and a caret under it; nothing for a source that is a file as a whole. */
function excerptOf(source: Source, readLine: ReadLine): readonly string[] {
  const line = source.length === undefined ? undefined : readLine(source.file, source.line);
  if (line === undefined) return [];
  const number = String(source.line).padStart(NUMBER_WIDTH);
  // Tabs stay tabs, so that the caret stands under what it points at however wide a terminal draws them.
  const before = printableLines(line.slice(0, source.column - 1)).replace(/[^\t]/g, " ");
  const caret = "^".repeat(Math.max(1, Math.min(source.length!, line.length - source.column + 1)));
  return [`${number} | ${printableLines(line)}`, `${" ".repeat(number.length)} | ${before}${caret}`];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
