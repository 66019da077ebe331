// Puts `trovato` among the bins of this repository, where npx finds it at once; npm does so only for packages that it installs.
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const bins = join(root, "node_modules/.bin");
const bin = join(bins, "trovato");

// Windows makes no links without asking; npx goes its longer way there.
if (process.platform !== "win32") {
  mkdirSync(bins, { recursive: true });
  rmSync(bin, { force: true });
  symlinkSync("../../kernel/cli/trovato.js", bin);
  chmodSync(join(root, "kernel/cli/trovato.js"), 0o755);
}
