import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { resolveImportSource } from "../../kernel/imports/source.ts";

let siteRoot: string;
let packDirectory: string;

beforeAll(() => {
  siteRoot = realpathSync(mkdtempSync(join(tmpdir(), "trovato-source-")));
  packDirectory = join(siteRoot, "packs/films");
  mkdirSync(join(packDirectory, "data"), { recursive: true });
  mkdirSync(join(siteRoot, "node_modules/some-data"), { recursive: true });
  writeFileSync(join(siteRoot, "secret.json"), "[]");
  writeFileSync(join(packDirectory, "data/films.json"), "[]");
  writeFileSync(join(siteRoot, "node_modules/some-data/all.json"), "[]");
  symlinkSync(join(siteRoot, "secret.json"), join(packDirectory, "data/link.json"));
});
afterAll(() => rmSync(siteRoot, { recursive: true }));

const resolve = (path: string, packageName?: string) =>
  resolveImportSource({ path, format: "json", package: packageName }, { packDirectory, siteRoot });

test("a file of the pack", async () => {
  expect(await resolve("data/films.json")).toBe(join(packDirectory, "data/films.json"));
});

test("a file of an npm package of the site, or else of Trovato", async () => {
  expect(await resolve("all.json", "some-data")).toBe(join(siteRoot, "node_modules/some-data/all.json"));
  expect(await resolve("data/movies.json", "vega-datasets")).toMatch(/vega-datasets\/data\/movies\.json$/);
});

test.each([
  ["a path that leaves the pack", "../../secret.json", undefined, "../../secret.json is not inside the pack."],
  ["a link that leaves the pack", "data/link.json", undefined, "data/link.json is not inside the pack."],
  [
    "a path that leaves the package",
    "../../secret.json",
    "some-data",
    "../../secret.json is not inside the package some-data.",
  ],
  ["a package that is a path", "secret.json", "../..", "../.. is not the name of an npm package."],
  ["a package that is not installed", "x.json", "no-such-data", "The npm package no-such-data is not installed."],
  ["a file that is not there", "data/none.json", undefined, "There is no data/none.json in the pack."],
  ["a folder", "data", undefined, "data in the pack is not a file."],
])("not %s", async (_, path, packageName, message) => {
  await expect(resolve(path, packageName)).rejects.toMatchObject({ code: "import.bad_source", message });
});
