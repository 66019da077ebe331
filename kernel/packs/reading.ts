import { isUtf8 } from "node:buffer";
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";
import type { FaultCode, FaultDetail } from "../base/fault.ts";
import { Fault } from "../base/fault.ts";
import type { YamlCache } from "../base/yaml-cache.ts";

/** One pass over the files of a site: where they are, and the faults found so far. */
export type Reading = {
  /** The root of the site, absolute. */
  readonly root: string;
  /** Where the kernel's own packs, themes and packages are; the site itself in the repository of the kernel. */
  readonly kernelRoot: string;
  readonly faults: Fault[];
  readonly yaml: YamlCache;
  /**
   * Files of packs as they would be: their texts by their paths from the root of the site. They are read in the place
   * of those that are there.
   */
  readonly drafts?: ReadonlyMap<string, string>;
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

/** Lists a directory by name, links followed and hidden files left out; nothing when it is not there. */
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

/**
 * Reads a file that lies in `folder`, also after links are followed: what a pack shows may be a file of its own, never
 * one of the server. Null when it is not there, and also, with a fault, when it cannot be read.
 */
export function contentOf(reading: Reading, folder: string, path: string): Buffer | null {
  try {
    const real = realpathSync(path);
    if (real.startsWith(realpathSync(folder) + sep)) return readFileSync(real);
    const source = { file: shownPath(reading, path), line: 1, column: 1 };
    const hint = "Put the file itself there.";
    report(reading, "pack.unreadable", `The link leads out of ${shownPath(reading, folder)}.`, { source, hint });
    return null;
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    if (!isThere(path)) return null;
    const source = { file: shownPath(reading, path), line: 1, column: 1 };
    const message = code === "ENOENT" ? "The link leads to nothing." : `The file cannot be read (${code}).`;
    report(reading, "pack.unreadable", message, { source, cause });
    return null;
  }
}

/** The text of a file; null as for `contentOf`, and with a fault for what is not UTF-8. */
export function textOf(reading: Reading, folder: string, path: string): string | null {
  const content = contentOf(reading, folder, path);
  if (content === null || isUtf8(content)) return content?.toString("utf8") ?? null;
  report(reading, "pack.unreadable", "The file is not UTF-8.", {
    source: { file: shownPath(reading, path), line: 1, column: 1 },
    hint: "Save it with that encoding.",
  });
  return null;
}

/** True when something is at `path`, also a link that leads to nothing. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
