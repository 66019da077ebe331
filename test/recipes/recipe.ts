import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../support/source.ts";

/**
 * A line, or several, that go into a file: after the last place where `after` stands, or before that where `before`
 * does.
 */
export type Insertion = { readonly file: string; readonly text: string } & (
  | { readonly after: string }
  | { readonly before: string }
);

/** A recipe of `docs/recipes.md`, carried out for one example. */
export type Recipe = {
  /** The heading of its section. */
  readonly heading: string;
  /** Names in the example for the words in capitals of the section: `NAME` is `block`. */
  readonly names: { readonly [word: string]: string };
  /** The new files. */
  readonly files: { readonly [path: string]: string };
  readonly insertions: readonly Insertion[];
  /** Paths that the section names for those who need them, and this example does not. */
  readonly unneeded?: readonly string[];
  /** The file of which the compiler complains when only its insertion is left out, and what it says then. */
  readonly guard: { readonly withoutFile: string; readonly complaint: RegExp };
};

/** Parts of the product that are compiled, or that a site reads. */
const COPIED = ["kernel", "sdk", "packs", "themes", "migrations", "package.json", "tsconfig.json"];

/** Copies the product to `scratch`, so that a recipe can be followed there. */
export function copyProduct(scratch: string): void {
  for (const path of COPIED) cpSync(join(root, path), join(scratch, path), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(scratch, "node_modules"));
  const extended = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8")) as { compilerOptions: object };
  writeFileSync(
    join(scratch, "tsconfig.json"),
    JSON.stringify({ compilerOptions: extended.compilerOptions, include: ["kernel", "sdk/*.ts", "sdk/testing"] }),
  );
}

/**
 * Follows a recipe in the copy; without its insertion into one file, when that is left out to see whether it is missed.
 */
export function follow(scratch: string, { files, insertions }: Recipe, without?: string): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(scratch, path)), { recursive: true });
    writeFileSync(join(scratch, path), text, { flag: "wx" });
  }
  for (const { file, text, ...place } of insertions.filter((each) => each.file !== without)) {
    const whole = readFileSync(join(scratch, file), "utf8");
    const mark = "after" in place ? place.after : place.before;
    const at = whole.lastIndexOf(mark);
    if (at < 0)
      throw new Error(`${file} has no ${JSON.stringify(mark)} any more: the recipe does not work as written.`);
    const cut = "after" in place ? at + mark.length : at;
    writeFileSync(join(scratch, file), whole.slice(0, cut) + text + whole.slice(cut));
  }
}

/** The files that it touches. */
export function touchedBy({ files, insertions }: Recipe): readonly string[] {
  return [...new Set([...Object.keys(files), ...insertions.map(({ file }) => file)])];
}

/**
 * The paths of the product that the section of a recipe names, with the names of the example; a folder ends with a
 * slash.
 */
export function pathsNamed({ heading, names }: Recipe): readonly string[] {
  const page = readFileSync(join(root, "docs/recipes.md"), "utf8");
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/recipes.md has no section "${heading}".`);
  const paths = [...section.matchAll(/`((?:kernel|sdk|themes|migrations)\/[^`]*)`/g)].map((match) => match[1]!);
  return paths.map((path) =>
    Object.entries(names).reduce((named, [word, value]) => named.replaceAll(word, value), path),
  );
}
