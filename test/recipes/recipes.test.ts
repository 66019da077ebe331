import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { FIELD_TYPE } from "./field-type.ts";
import { FORM_ELEMENT } from "./form-element.ts";
import { KIND } from "./kind.ts";
import { OPERATOR } from "./operator.ts";
import type { Recipe } from "./recipe.ts";
import { copyProduct, follow, pathsNamed, touchedBy } from "./recipe.ts";
import { TAP } from "./tap.ts";

const RECIPES: readonly Recipe[] = [KIND, FIELD_TYPE, OPERATOR, FORM_ELEMENT, TAP];

/** The product as it is, with all recipes followed, and with a line of each forgotten. */
let folder: string;
const copy = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trovato-recipes-"));
  copyProduct(copy("followed"));
  cpSync(copy("followed"), copy("forgotten"), { recursive: true, verbatimSymlinks: true });
  for (const recipe of RECIPES) {
    follow(copy("followed"), recipe);
    follow(copy("forgotten"), recipe, recipe.guard.withoutFile);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function node(directory: string, ...words: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { cwd: directory, encoding: "utf8" });
  return { code: status, text: `${stdout}${stderr}`.trim() };
}

const compile = (directory: string) => node(directory, "node_modules/typescript/lib/tsc.js", "--noEmit").text;

describe.each(RECIPES.map((recipe) => [recipe.heading, recipe] as const))("%s", (_heading, recipe) => {
  const named = pathsNamed(recipe).filter((path) => !recipe.unneeded?.includes(path));
  const isMeant = (path: string, file: string) => (path.endsWith("/") ? file.startsWith(path) : file === path);

  test("needs the files that its section names, and no others", () => {
    const touched = touchedBy(recipe);
    expect(touched.filter((file) => !named.some((path) => isMeant(path, file)))).toEqual([]);
    expect(named.filter((path) => !touched.some((file) => isMeant(path, file)))).toEqual([]);
  });
});

test("followed as they are written, they compile", () => {
  expect(compile(copy("followed"))).toBe("");
});

test("where one line is forgotten, the compiler says so", () => {
  const complaints = compile(copy("forgotten"));
  for (const { guard } of RECIPES) expect(complaints).toMatch(guard.complaint);
});

describe("a new kind", () => {
  test("is its folder and three files", () => {
    expect(touchedBy(KIND).filter((file) => !file.startsWith("kernel/kinds/block/"))).toHaveLength(3);
  });

  test("has a command that makes its first file, which validates", () => {
    const trovato = (...words: readonly string[]) => node(copy("followed"), "kernel/cli/main.ts", ...words);
    trovato("new", "site", "site");
    expect(trovato("--site", "site", "new", "block", "hours").text).toContain("packs/site/blocks/hours.yaml");
    expect(trovato("--site", "site", "validate")).toMatchObject({ code: 0 });
    expect(trovato("--site", "site", "explain", "block.hours").text).toContain("declared by pack site");
  });
});
