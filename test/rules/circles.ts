import { dirname, join, normalize } from "node:path";
import type { SourceFile } from "../support/source.ts";
import { importsOf } from "../support/source.ts";

/**
 * Finds the modules that reach themselves through their imports, types included; each circle in the order of the
 * alphabet.
 */
export function circlesIn(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const targets = importGraph(files);
  const reached = new Map(files.map(({ path }) => [path, reachedFrom(path, targets)]));
  const circles = new Set(
    files.flatMap(({ path }) => {
      const there = [...reached.get(path)!].filter((other) => reached.get(other)?.has(path));
      return there.length === 0 ? [] : [there.sort().join(" ")];
    }),
  );
  return [...circles].map((circle) => circle.split(" "));
}

/** Maps each module to those that it imports. */
export function importGraph(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    files.map(({ path, text }) => {
      const own = importsOf(text).filter((specifier) => specifier.startsWith("."));
      return [path, [...new Set(own.map((specifier) => normalize(join(dirname(path), specifier))))]];
    }),
  );
}

function reachedFrom(path: string, targets: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const open = [...(targets.get(path) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(targets.get(next) ?? []));
  }
  return reached;
}
