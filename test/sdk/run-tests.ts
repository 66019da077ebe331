import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs test files with Node's own runner, as `trovato plugin test` does; its report. */
export async function runTests(files: readonly string[], cwd: string): Promise<string> {
  const flags = ["--disable-warning=ExperimentalWarning", "--test", "--test-reporter=tap"];
  const { NODE_OPTIONS: _, ...env } = process.env;
  return (await run(process.execPath, [...flags, ...files], { cwd, env })).stdout;
}
