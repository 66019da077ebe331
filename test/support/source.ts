import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export const root = join(import.meta.dirname, "../..");

export type SourceFile = { readonly path: string; readonly text: string };

/** All TypeScript files under `directory`, with paths from the top of the repository. */
export function sourceFiles(directory: string): readonly SourceFile[] {
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: relative(root, path), text: readFileSync(path, "utf8") };
    });
}

/** The specifiers that a module imports, types and re-exports included. */
export function importsOf(text: string): readonly string[] {
  const statement =
    /^(?:import|export)\s[^;]*?from\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\(\s*["`]([^"`]+)["`]\s*\)/gm;
  return [...text.matchAll(statement)].map((match) => match[1] ?? match[2] ?? match[3]!);
}
