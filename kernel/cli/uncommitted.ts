import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Lists the files that writing `texts` would change, and whose present text is in no commit: what is lost there is
 * lost.
 */
export function uncommitted(texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts]
    .filter(([file, text]) => existsSync(file) && readFileSync(file, "utf8") !== text && !isCommitted(file))
    .map(([file]) => file);
}

/** Outside of a git checkout nothing is. */
function isCommitted(file: string): boolean {
  const asked = spawnSync("git", ["status", "--porcelain", "--ignored", "--", file], {
    cwd: dirname(file),
    encoding: "utf8",
  });
  return asked.status === 0 && asked.stdout === "";
}
