import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { Fault } from "../base/fault.ts";
import type { Input, Process } from "./console.ts";

const LONGEST_INPUT = 10_000;

/**
 * A password from whoever runs the command: asked for twice on a terminal, without showing it; elsewhere the first line
 * of the input.
 * @throws Fault `cli.usage`
 */
export async function askPassword({ stdin: input, stderr }: Process): Promise<string> {
  const note = (text: string) => stderr.write(text);
  if (!input.isTTY) return firstLine(input);
  const first = await askHidden(input, note, "Password: ");
  if (first === (await askHidden(input, note, "Once more: "))) return first;
  throw new Fault("cli.usage", "The two are not the same.", { hint: "Nothing was changed." });
}

async function askHidden(input: Input, note: (text: string) => void, question: string): Promise<string> {
  note(question);
  const nothingShown = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nothingShown, terminal: true });
  const cancelled = new AbortController();
  lines.once("SIGINT", () => cancelled.abort());
  try {
    return await lines.question("", { signal: cancelled.signal });
  } catch (error) {
    throw new Fault("cli.usage", "Cancelled; nothing was changed.", { cause: error });
  } finally {
    lines.close();
    note("\n");
  }
}

async function firstLine(input: Input): Promise<string> {
  let text = "";
  for await (const part of input.setEncoding("utf8")) {
    text += part;
    if (text.includes("\n") || text.length > LONGEST_INPUT) break;
  }
  return text.split(/\r?\n/, 1)[0]!;
}
