import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { root, sourceFiles } from "../support/source.ts";
import { importGraph } from "./circles.ts";

/** Words that stand for a name in a recipe: `NAME`, `INTERFACE`, `NNNN_what`. */
const BLANK = /[A-Z]{3}|NNNN/;

const page = readFileSync(join(root, "docs/recipes.md"), "utf8");
const places = [...new Set([...page.matchAll(/`([a-z]+\/[\w./-]+)`/g)].map((match) => match[1]!))];
const named = places.filter((place) => !BLANK.test(place));
const folders = places.filter((place) => BLANK.test(place)).map((place) => place.slice(0, place.search(BLANK)));

test("every file and folder that a recipe names is there", () => {
  expect(named.length).toBeGreaterThan(20);
  const there = (place: string) => existsSync(join(root, place)) || existsSync(join(root, "kernel/http", place));
  expect(named.filter((place) => !there(place))).toEqual([]);
  expect(folders.filter((place) => !existsSync(join(root, place.slice(0, place.lastIndexOf("/")))))).toEqual([]);
});

test("what a recipe says to write into is used", () => {
  const imported = new Set(
    ["kernel", "sdk", "test", "bench"].flatMap((room) => [...importGraph(sourceFiles(room)).values()].flat()),
  );
  const modules = named.filter((place) => place.startsWith("kernel/") && statSync(join(root, place)).isFile());
  expect(modules.length).toBeGreaterThan(10);
  expect(modules.filter((place) => !imported.has(place))).toEqual([]);
});
