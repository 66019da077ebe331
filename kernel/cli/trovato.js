#!/usr/bin/env node
// The `trovato` command. Trovato runs on Node 26, which comes with its dependencies; an older Node only has to find it.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const main = join(dirname(fileURLToPath(import.meta.url)), "main.ts");

if (Number(process.versions.node.split(".")[0]) >= 26) {
  await import(main);
} else {
  const packaged = createRequire(import.meta.url).resolve("node/package.json");
  const node = join(dirname(packaged), "bin", process.platform === "win32" ? "node.exe" : "node");
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
  });
}
