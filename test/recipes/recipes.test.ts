import { spawn } from "node:child_process";
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

/** The product with all recipes followed, and with a line of each forgotten; and what the compiler says of both. */
let folder: string;
let complaints: { readonly followed: string; readonly forgotten: string };
const copy = (name: "followed" | "forgotten") => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "trovato-recipes-"));
  copyProduct(copy("followed"));
  cpSync(copy("followed"), copy("forgotten"), { recursive: true, verbatimSymlinks: true });
  for (const recipe of RECIPES) {
    follow(copy("followed"), recipe);
    follow(copy("forgotten"), recipe, recipe.guard.withoutFile);
  }
  const [followed, forgotten] = await Promise.all([compile(copy("followed")), compile(copy("forgotten"))]);
  complaints = { followed, forgotten };
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function node(directory: string, ...words: readonly string[]): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, { cwd: directory });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
    }
    child.once("close", (code) => resolve({ code, text: text.trim() }));
  });
}

const compile = async (directory: string) =>
  (await node(directory, "node_modules/typescript/lib/tsc.js", "--noEmit")).text;

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
  expect(complaints.followed).toBe("");
});

test("where one line is forgotten, the compiler says so", () => {
  for (const { guard } of RECIPES) expect(complaints.forgotten).toMatch(guard.complaint);
});

describe("a new kind", () => {
  test("is its folder and three files", () => {
    expect(touchedBy(KIND).filter((file) => !file.startsWith("kernel/kinds/block/"))).toHaveLength(3);
  });

  test("has a command that makes its first file, which validates", async () => {
    const trovato = (...words: readonly string[]) => node(copy("followed"), "kernel/cli/main.ts", ...words);
    await trovato("new", "site", "site");
    expect((await trovato("--site", "site", "new", "block", "hours")).text).toContain("packs/site/blocks/hours.yaml");
    expect(await trovato("--site", "site", "validate")).toMatchObject({ code: 0 });
    expect((await trovato("--site", "site", "explain", "block.hours")).text).toContain("declared by pack site");
  });
});
