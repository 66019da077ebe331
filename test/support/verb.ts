import { Readable, Writable } from "node:stream";
import { runCommandLine } from "../../kernel/cli/command-line.ts";
import type { Console, Process } from "../../kernel/cli/console.ts";
import { createConsole } from "../../kernel/cli/console.ts";

/** Holds a verb's exit code and the texts that it wrote. */
export type Result = { readonly code: number | null; readonly out: string; readonly err: string };

/** Variables of the environment, and what is piped in. */
export type Given = { readonly env?: Process["env"]; readonly input?: string | undefined };

/** A console on a process that exists only in memory, and what was written there. */
export type Terminal = { readonly console: Console; readonly process: Process; out(): string; err(): string };

/** Opens a console that nobody sits at; `CI` is set as in a pipeline. */
export function openTerminal({ env = {}, input = "" }: Given = {}): Terminal {
  const [stdout, stderr] = [collect(), collect()];
  const process = {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: { CI: "true", ...env },
  };
  return { console: createConsole(process), process, out: stdout.text, err: stderr.text };
}

/** Runs a verb of the command line in this process: for tests of what it does, not of how it starts and ends. */
export async function runVerb(words: readonly string[], given: Given = {}): Promise<Result> {
  const terminal = openTerminal(given);
  const code = await runCommandLine(words, terminal.process);
  return { code, out: terminal.out(), err: terminal.err() };
}

function collect() {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { stream, text: () => text };
}
