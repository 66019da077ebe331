import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../base/fault.ts";
import type { PluginFolder } from "./plugin-folders.ts";

/**
 * Runs the `*.test.ts` of `plugins` with Node's own test runner, in the folder `site`; its exit code.
 * @throws Fault `cli.usage` when none of them has a test
 */
export async function testPlugins(site: string, plugins: readonly PluginFolder[]): Promise<number> {
  const files = plugins.flatMap(({ directory }) =>
    readdirSync(directory)
      .filter((file) => /\.test\.(ts|js)$/.test(file))
      .map((file) => join(directory, file)),
  );
  if (files.length === 0) {
    throw new Fault("cli.usage", `There is no test in ${plugins.map(({ directory }) => directory).join(", ")}.`);
  }
  const flags = ["--disable-warning=ExperimentalWarning", "--test"];
  const child = spawn(process.execPath, [...flags, ...files], { stdio: "inherit", cwd: site });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
