import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../kernel/base/json.ts";

const root = join(import.meta.dirname, "../..");

/** Names everything that decides what an apply of this repository's site leaves in the database. */
const DECIDES = ["config", "kernel", "migrations", "packs", "plugins", "themes"];

/** Computes a name for the state of those files, by their sizes and times: another one after every change. */
export function nameOfSiteState(): string {
  const files = DECIDES.flatMap((directory) =>
    readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const state = files.sort().map((file) => {
    const { size, mtimeMs } = statSync(file);
    return `${file} ${size} ${mtimeMs}`;
  });
  return sha256(state.join("\n")).slice(0, 12);
}
