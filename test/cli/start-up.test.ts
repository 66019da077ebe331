import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "@jest/globals";
import { root } from "../support/source.ts";

/**
 * Lists what `module` loads at once, with all that it imports, other than types: paths from the top of the repository,
 * and packages.
 */
function loadedWith(module: string, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(module)) return loaded;
  loaded.add(module);
  if (!module.startsWith("kernel/")) return loaded;
  const text = readFileSync(join(root, module), "utf8");
  for (const [, specifier] of text.matchAll(/^import (?!type\b)[^;]*?from "([^"]+)"/gm)) {
    const isOwn = specifier!.startsWith(".");
    loadedWith(isOwn ? relative(root, join(root, dirname(module), specifier!)) : specifier!, loaded);
  }
  return loaded;
}

test("the command line loads what a verb needs only when the verb runs", () => {
  const heavy = [...loadedWith("kernel/cli/command-line.ts")].filter(
    (module) => !/^(node:|commander$|kernel\/(cli|base)\/)/.test(module),
  );
  expect(heavy).toEqual([]);
});
