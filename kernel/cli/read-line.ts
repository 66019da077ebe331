import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ReadLine } from "./print-faults.ts";

/** Lines of files under `root`; each file is read once. */
export function lineReader(root: string): ReadLine {
  const files = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = files.get(file);
    if (lines === undefined) {
      lines = linesOf(resolve(root, file));
      files.set(file, lines);
    }
    return lines[line - 1];
  };
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8")
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/);
  } catch {
    return [];
  }
}
