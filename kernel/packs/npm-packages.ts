import { dirname, join } from "node:path";
import type { Reading } from "./reading.ts";
import { isDirectory } from "./reading.ts";

type Roots = Pick<Reading, "root" | "kernelRoot">;

/** The folders `node_modules` in which Node would look: from the site upward, and then from the kernel. */
export function* packageFolders({ root, kernelRoot }: Roots): Generator<string> {
  for (const start of [root, kernelRoot]) {
    for (let at = start; ; at = dirname(at)) {
      yield join(at, "node_modules");
      if (dirname(at) === at) break;
    }
  }
}

/** The folder of an installed package, or undefined. */
export function findPackage(reading: Roots, name: string): string | undefined {
  for (const folder of packageFolders(reading)) {
    const directory = join(folder, name);
    if (isDirectory(directory)) return directory;
  }
  return undefined;
}
