import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { uuidv7 } from "../../kernel/base/ids.ts";
import { createTags } from "../../kernel/categories/create.ts";
import { findTag, loadTagTree } from "../../kernel/categories/tree.ts";
import type { Vocabulary } from "../../kernel/kinds/vocabulary/vocabulary-spec.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { seedFilms, seedTag, stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

let database: TestDatabase;
let state: RequestState;
let genre: Vocabulary;
let comedy: string;
let black: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const site = await seedFilms(database.db);
  genre = site.vocabularies.get("genre")!;
  state = stateOf(database.db, site);
  comedy = await seedTag(database.db, genre, "Comedy");
  await seedTag(database.db, genre, "action");
  black = await seedTag(database.db, genre, "Black Comedy", [comedy]);
  await seedTag(database.db, genre, "Zebra films", [], -1);
});
afterAll(() => database.close());

const outline = async () =>
  (await loadTagTree(state, genre)).entries.map(({ tag, depth }) => `${"- ".repeat(depth)}${tag.label}`);

test("a vocabulary is loaded as a tree: by weight, then by label", async () => {
  expect(await outline()).toEqual(["Zebra films", "action", "Comedy", "- Black Comedy"]);
  expect([...state.cacheability.tags]).toEqual(["vocabulary:genre"]);
});

test("it comes from the cache until its tags change", async () => {
  const tree = await loadTagTree(state, genre);
  expect(await loadTagTree(state, genre)).toBe(tree);
  await createTags(state, genre, ["New"]);
  expect((await loadTagTree(state, genre)).entries.map(({ tag }) => tag.label)).toContain("New");
});

test("a tag is found with its vocabulary and its tree", async () => {
  const found = await findTag(state, black);
  expect(found).toMatchObject({ tag: { label: "Black Comedy", parents: [comedy] }, vocabulary: { name: "genre" } });
  expect(found!.tree.ancestors(black).map(({ label }) => label)).toEqual(["Comedy"]);
  expect(await findTag(state, uuidv7())).toBeNull();
  expect(await findTag(state, "comedy")).toBeNull();
});

test("making tags finds those that are there, whatever their case", async () => {
  const ids = await createTags(state, genre, ["comedy ", "BLACK COMEDY", "Noir", "noir"]);
  expect(ids.get("comedy ")).toBe(comedy);
  expect(ids.get("BLACK COMEDY")).toBe(black);
  expect(ids.get("Noir")).toBe(ids.get("noir"));
});

test("two who make the same tag at once make one", async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => createTags(state, genre, ["Heist", "Musical"])));
  expect(new Set(made.flatMap((ids) => [...ids.values()])).size).toBe(2);
});
