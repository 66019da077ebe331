import { printableLines } from "../base/printable.ts";

type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean };
export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** The process that a verb runs in. */
export type Process = {
  readonly stdin: Input;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: { readonly [name: string]: string | undefined };
};

/**
 * Where a verb writes: results to standard output, progress and notes to standard error. What a terminal would obey is
 * written out.
 */
export type Console = {
  out(text: string): void;
  note(text: string): void;
  /** A bar that is drawn over itself on a terminal, and said at every tenth elsewhere. Ends when `done` is `total`. */
  progress(label: string, done: number, total: number): void;
  /** True where nobody is there to answer a question. */
  readonly isUnattended: boolean;
  /** The process behind it, for what is read from the input or the environment. */
  readonly process: Process;
};

const BAR_WIDTH = 28;

/** Creates the console of a process. */
export function createConsole(process: Process): Console {
  let lastTenth = -1;
  return {
    out: (text) => process.stdout.write(printableLines(text)),
    note: (text) => process.stderr.write(printableLines(text.endsWith("\n") ? text : `${text}\n`)),
    progress(label, done, total) {
      const ratio = total === 0 ? 1 : done / total;
      const tenth = Math.floor(ratio * 10);
      if (!process.stderr.isTTY) {
        if (tenth !== lastTenth) process.stderr.write(`${label}  ${tenth * 10} %\n`);
        lastTenth = done === total ? -1 : tenth;
        return;
      }
      const filled = Math.round(ratio * BAR_WIDTH);
      const bar = `${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)}`;
      const count = `${done.toLocaleString("en")} of ${total.toLocaleString("en")}`;
      process.stderr.write(`\r${label}  ${bar}  ${count}${done === total ? "\n" : ""}`);
    },
    isUnattended: Boolean(process.env["CI"]),
    process,
  };
}
