import { printable, printableLines } from "../base/printable.ts";

const LEVELS: { readonly [level: string]: string } = { debug: "debug", info: "     ", warn: "warn ", error: "ERROR" };

/**
 * A JSON line of the log as a line for people: time, level, message, then the fields; a stack goes on lines of its own.
 */
export function humanLine(line: string): string {
  const { time, level, msg, err, error, ...fields } = JSON.parse(line);
  const clock = new Date(time).toTimeString().slice(0, 8);
  const rest = Object.entries(fields).map(([name, value]) => printable(`${name}=${text(value)}`));
  const failure = err ?? error;
  const stack =
    failure === undefined ? "" : `\n${indent(printableLines(failure.stack ?? failure.message ?? text(failure)))}`;
  return `${[clock, LEVELS[level] ?? level, printable(msg ?? ""), ...rest].join(" ")}${stack}\n`;
}

function text(value: unknown): string {
  return typeof value === "string" && /^\S+$/.test(value) ? value : JSON.stringify(value);
}

function indent(lines: string): string {
  return lines.replace(/^/gm, "    ");
}
