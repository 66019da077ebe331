import { readdirSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";
import type { FaultCode, FaultDetail } from "../base/fault.ts";
import { Fault } from "../base/fault.ts";

/** One pass over the files of a site: where they are, and the faults found so far. */
export type Reading = {
  /** The root of the site, absolute. */
  readonly root: string;
  /** Where the kernel's own packs, themes and packages are; the site itself in the repository of the kernel. */
  readonly kernelRoot: string;
  readonly faults: Fault[];
};

export function report(reading: Reading, code: FaultCode, message: string, detail: FaultDetail): void {
  reading.faults.push(new Fault(code, message, detail));
}

/** A path as people see it: from the root of the site, with slashes; whole when it lies elsewhere. */
export function shownPath(reading: Reading, path: string): string {
  const inside = relative(reading.root, path);
  return inside.startsWith("..") || isAbsolute(inside) ? path : inside.split(sep).join("/");
}

export type Entry = { readonly name: string; readonly isDirectory: boolean };

/** What a directory holds, by name, links followed and hidden files left out; nothing when it is not there. */
export function entriesOf(directory: string): readonly Entry[] {
  if (!isDirectory(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith("."))
    .map((entry) => ({
      name: entry.name,
      isDirectory: entry.isSymbolicLink() ? isDirectory(`${directory}/${entry.name}`) : entry.isDirectory(),
    }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

export function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The content of a file, or null when it is not there or cannot be read. */
export function contentOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
