import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { Fault } from "../../kernel/base/fault.ts";
import { uuidv7 } from "../../kernel/base/ids.ts";
import { executeGather } from "../../kernel/gather/execute.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import type { Site } from "../../kernel/model/site.ts";
import { roleOf, seedTag } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { recordingLog } from "../support/recording-log.ts";
import { gatherOf, list, seedItems, seedListings, tagged, titles, visitorOf } from "./listing-site.ts";

const exposed = { label: "Filter" };
const gathers = [
  gatherOf("mini", { sorts: [{ field: "title" }], pager: { type: "mini", items_per_page: 3 } }),
  gatherOf("first", { sorts: [{ field: "title" }], pager: { type: "none", limit: 2 } }),
  gatherOf("rated", {
    filters: [{ field: "field_rating", operator: "greater_than", exposed }],
    sorts: [{ field: "field_rating", direction: "asc", exposed }],
  }),
  gatherOf("others", {
    filters: [
      { field: "field_mpaa", operator: "in", exposed },
      { field: "field_director", operator: "not_equals", exposed },
      { id: "undated", field: "field_released", operator: "is_null", exposed },
    ],
  }),
  gatherOf("closed", { permission: "administer categories" }),
  gatherOf("category", {
    path: "/category/{tag}",
    arguments: [{ name: "tag", from: "path", field: "tags", operator: "has_or_descends" }],
    sorts: [{ field: "title" }],
  }),
  gatherOf("dramas", { filters: [{ field: "field_genre", operator: "has_tag", value: "drama" }] }),
];

let database: TestDatabase;
let site: Site;
let state: RequestState;
let drama: string;
let adventure: string;
let action: string;

beforeAll(async () => {
  database = await openTestDatabase();
  site = await seedListings(database.db, gathers);
  const genre = site.vocabularies.get("genre")!;
  drama = await seedTag(database.db, genre, "Drama");
  adventure = await seedTag(database.db, genre, "Adventure");
  action = await seedTag(database.db, genre, "Action", [adventure]);
  await seedItems(database.db, [
    { title: "Nine", fields: film(9, "1990-05-01", drama, "G", "Ann") },
    { title: "Ten", fields: film(10, "2000-01-01", adventure, "PG", "Bob") },
    { title: "Two and a half", fields: film(2.5, "1999-12-31", action, "R", "Ann") },
    { title: "100% unrated_", fields: { field_released: { value: "2010-06-15" } } },
    { title: "Undated", fields: { field_rating: { value: "7" }, field_director: { value: "Cid" } } },
    { title: "Hidden", published: false, fields: film(8, "2005-01-01", drama, "G", "Ann") },
    { title: "Broken", fields: { field_rating: { value: "eleven" }, field_released: { value: "1980-01-01" } } },
  ]);
});
afterAll(() => database.close());

test("a statement that Postgres refuses lists nothing, is logged, and is kept by no cache", async () => {
  const { log, lines } = recordingLog();
  const refused = Object.assign(new Error("operator does not exist"), { code: "42883" });
  const broken: RequestState = {
    ...visitorOf(database.db, site),
    log,
    cacheability: { tags: new Set(), contexts: new Set(), maxAge: Number.POSITIVE_INFINITY },
    db: { ...database.db, many: () => Promise.reject(refused) },
  };
  const result = await executeGather(broken, "mini", "page");
  expect(result).toMatchObject({ items: [], hasFailed: true, hasNext: false });
  expect(broken.cacheability.maxAge).toBe(0);
  expect(lines).toMatchObject([{ level: "error", message: "The listing mini could not be read." }]);
  const gone = { ...broken, db: { ...database.db, many: () => Promise.reject(new Fault("db.unavailable", "Gone.")) } };
  await expect(executeGather(gone, "mini", "page")).rejects.toThrow("Gone.");
});
// Every test counts anew: the cache belongs to the state.
const visitor = (more: Partial<RequestState> = {}) => visitorOf(database.db, site, more);

function film(rating: number, released: string, tag: string, mpaa: string, director: string) {
  return {
    field_rating: { value: rating },
    field_released: { value: released },
    field_genre: tagged(tag),
    field_mpaa: { value: mpaa },
    field_director: { value: director },
  };
}

describe("order", () => {
  test("numbers are sorted as numbers, and what has none comes last either way", async () => {
    expect(titles(await list(visitor(), "rated"))).toEqual([
      "Two and a half",
      "Undated",
      "Nine",
      "Ten",
      "100% unrated_",
      "Broken",
    ]);
    expect(titles(await list(visitor(), "rated", "order=desc")).slice(0, 4)).toEqual([
      "Ten",
      "Nine",
      "Undated",
      "Two and a half",
    ]);
    expect(
      titles(await list(visitor(), "rated", "order=desc"))
        .slice(4)
        .sort(),
    ).toEqual(["100% unrated_", "Broken"]);
  });

  test("dates, newest first, and the sort that was chosen", async () => {
    expect(titles(await list(visitor(), "films"))).toEqual([
      "100% unrated_",
      "Ten",
      "Two and a half",
      "Nine",
      "Broken",
      "Undated",
    ]);
    const byTitle = await list(visitor(), "films", "sort=title");
    expect(titles(byTitle).at(-1)).toBe("Undated");
    expect(byTitle.sorts).toEqual([
      { id: "field_released", label: "Newest", direction: "desc", current: false, url: "/films" },
      { id: "field_rating", label: "Best rated", direction: "desc", current: false, url: "/films?sort=field_rating" },
      { id: "title", label: "Title", direction: "asc", current: true, url: "/films?sort=title" },
    ]);
  });
});

describe("filters", () => {
  const cases: [string, string, string[]][] = [
    ["films", "field_rating[min]=7", ["Ten", "Nine", "Undated"]],
    ["films", "field_rating[max]=7", ["Two and a half", "Undated"]],
    ["films", "field_rating[min]=2.6&field_rating[max]=9.5", ["Nine", "Undated"]],
    ["films", "field_rating[min]=11", []],
    ["films", "field_released[min]=1999-12-31&field_released[max]=2000-01-01", ["Ten", "Two and a half"]],
    ["films", "title=TEN", ["Ten"]],
    ["films", "title=100%25", ["100% unrated_"]],
    ["films", "title=_", ["100% unrated_"]],
    ["films", "title=\\", []],
    ["rated", "field_rating=9", ["Ten"]],
    ["others", "field_mpaa=G&field_mpaa=R", ["Two and a half", "Nine"]],
    ["others", "field_director=Ann", ["Undated", "Ten"]],
    ["others", "undated=1", ["Undated"]],
    ["dramas", "", ["Nine"]],
  ];
  test.each(cases)("%s?%s", async (name, query, expected) => {
    const result = await list(visitor(), name, query);
    expect(titles(result)).toEqual(expected);
    expect(result.total).toBe(expected.length);
  });

  test("a tag finds what is under it too", async () => {
    const result = await list(visitor(), "films", `field_genre=${adventure}&field_rating[min]=1`);
    expect(titles(result)).toEqual(["Ten", "Two and a half"]);
    expect(result.filters).toEqual([
      { id: "field_genre", label: "Genre", text: "Adventure", without: "/films?field_rating%5Bmin%5D=1" },
      { id: "field_rating", label: "Rating", text: "from 1", without: `/films?field_genre=${adventure}` },
    ]);
    expect(titles(await list(visitor(), "films", `field_genre=${action}`))).toEqual(["Two and a half"]);
    expect(titles(await list(visitor(), "films", `field_genre=${uuidv7()}`))).toEqual([]);
  });

  test("an argument of the path", async () => {
    const result = await executeGather(visitor(), "category", "page", { arguments: { tag: adventure } });
    expect(titles(result)).toEqual(["Ten", "Two and a half"]);
    expect(result.path).toBe(`/category/${adventure}`);
    for (const tag of ["drama", "", "' or true --", uuidv7()]) {
      expect(titles(await executeGather(visitor(), "category", "page", { arguments: { tag } }))).toEqual([]);
    }
    expect(titles(await executeGather(visitor(), "category", "page"))).toEqual([]);
  });
});

describe("access", () => {
  test("what may not be seen is neither shown nor counted", async () => {
    expect((await list(visitor(), "films")).total).toBe(6);
    const editor = { ...site, roles: new Map([["anonymous", roleOf("anonymous", ["view unpublished content"])]]) };
    const unpublished = await list(visitor({ site: editor }), "mini");
    expect(titles(unpublished)).toEqual(["Hidden"]);
    const nobody = await list(visitor({ site: { ...site, roles: new Map() } }), "films");
    expect([titles(nobody), nobody.total]).toEqual([[], 0]);
  });

  test("a display may ask for a permission", async () => {
    await expect(list(visitor(), "closed")).rejects.toMatchObject({ code: "access.denied" });
    await expect(list(visitor(), "no-such")).rejects.toMatchObject({ code: "gather.missing" });
    await expect(executeGather(visitor(), "films", "no_such")).rejects.toMatchObject({ code: "gather.missing" });
  });
});

describe("pages", () => {
  test("mini looks one item ahead and does not count", async () => {
    const first = await list(visitor(), "mini");
    expect([titles(first), first.hasNext, first.total, first.pages]).toEqual([
      ["100% unrated_", "Broken", "Nine"],
      true,
      null,
      null,
    ]);
    const second = await list(visitor(), "mini", "page=2");
    expect([titles(second), second.hasNext]).toEqual([["Ten", "Two and a half", "Undated"], false]);
  });

  test("none has no pages", async () => {
    const result = await list(visitor(), "first", "page=2");
    expect([titles(result), result.pages, result.hasNext]).toEqual([["100% unrated_", "Broken"], 1, false]);
  });

  test("after the last page there is nothing", async () => {
    const result = await list(visitor(), "films", "page=999999");
    expect([titles(result), result.total, result.pages, result.page]).toEqual([[], 6, 1, 999_999]);
  });
});

describe("what a listing depends on", () => {
  test("its types, the vocabularies that were asked about, and the parameters that it knows", async () => {
    state = visitor();
    await list(state, "films", `field_genre=${drama}`);
    expect([...state.cacheability.tags].sort()).toEqual(["type:film", "vocabulary:genre"]);
    expect([...state.cacheability.contexts].sort()).toEqual([
      "query:field_genre",
      "query:field_rating[max]",
      "query:field_rating[min]",
      "query:field_released[max]",
      "query:field_released[min]",
      "query:order",
      "query:page",
      "query:sort",
      "query:title",
    ]);
  });

  test("the count is kept until something of the type changes", async () => {
    const counting = visitor();
    expect((await list(counting, "films", "page=2")).total).toBe(6);
    const [id] = await seedItems(database.db, [{ title: "New" }]);
    expect((await list(counting, "films", "page=2")).total).toBe(6);
    await counting.cache.invalidate(["type:film"]);
    expect((await list(counting, "films", "page=2")).total).toBe(7);
    await database.db.run(sql.unsafe`delete from item where id = ${id!}::uuid`);
  });
});

test("a stage shows its own revisions, what was born in it, and not what it deletes", async () => {
  const { db } = database;
  await db.run(sql.unsafe`insert into stage (id, label) values ('spring', 'Spring')`);
  const nine = (await db.one<{ id: string }>(sql.unsafe`select id from item where title = 'Nine'`)).id;
  const ten = (await db.one<{ id: string }>(sql.unsafe`select id from item where title = 'Ten'`)).id;
  const revision = uuidv7();
  await db.run(sql.unsafe`
    insert into item_revision (id, item_id, title, fields, status, promote, sticky, author_id, langcode)
    select ${revision}::uuid, id, 'Nine and a bit', jsonb_set(fields, '{field_rating,value}', '9.5'), 1, false, false, author_id, 'und'
    from item where id = ${nine}::uuid`);
  await db.run(sql.unsafe`insert into stage_association values ('spring', ${nine}::uuid, ${revision}::uuid)`);
  await db.run(sql.unsafe`insert into stage_deletion values ('spring', ${ten}::uuid)`);
  await seedItems(db, [{ title: "Born", stage: "spring", fields: { field_rating: { value: 9.2 } } }]);
  const spring = await list(visitor({ stage: "spring" }), "rated", "field_rating=8");
  expect([titles(spring), spring.total]).toEqual([["Born", "Nine and a bit"], 2]);
  expect(titles(await list(visitor(), "rated", "field_rating=8"))).toEqual(["Nine", "Ten"]);
  const deep = await list(visitor({ stage: "spring" }), "mini", "page=2");
  expect(titles(deep)).toEqual(["Nine and a bit", "Two and a half", "Undated"]);
});
