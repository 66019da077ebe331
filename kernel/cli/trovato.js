#!/usr/bin/env node
// The `trovato` command. Trovato runs on Node 26, which comes with its dependencies; an older Node only has to find it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
// A package holds no TypeScript, since Node does not strip types there: it comes with what they were stripped to.
const source = join(here, "main.ts");
const main = existsSync(source) ? source : join(here, "../../dist/kernel/cli/main.js");

// npm starts us through a shell that keeps a signal to itself and leaves us behind: then it is ours to notice.
if (process.env.npm_command !== undefined) {
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    process.kill(process.pid, "SIGTERM");
  }, 200);
  looking.unref();
}

if (Number(process.versions.node.split(".")[0]) >= 26) {
  // Compiled and stripped code is kept between runs: most of the time that a verb takes to start is reading the same modules again.
  module.enableCompileCache();
  await import(main);
} else {
  const packaged = createRequire(import.meta.url).resolve("node/package.json");
  const node = join(dirname(packaged), "bin", process.platform === "win32" ? "node.exe" : "node");
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
  });
}
