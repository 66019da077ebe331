import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Db, Query } from "../../kernel/model/db.ts";
import type { Site } from "../../kernel/model/site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { gatherOf, list, seedItems, seedListings, visitorOf } from "./listing-site.ts";

const COUNT = 900;
const LIMIT = 24;

let database: TestDatabase;
let site: Site;

beforeAll(async () => {
  database = await openTestDatabase();
  site = await seedListings(database.db, [
    gatherOf("unexposed", {
      sorts: [{ field: "field_rating", nulls: "first" }],
      pager: { type: "full", items_per_page: LIMIT },
    }),
    gatherOf("plain", { pager: { type: "full", items_per_page: LIMIT } }),
  ]);
  await seedItems(
    database.db,
    Array.from({ length: COUNT }, (_, index) => ({
      title: `Film ${index % 400}`,
      fields:
        index % 3 === 0
          ? {}
          : { field_rating: { value: (index % 90) / 10 }, field_released: { value: `19${10 + (index % 80)}-01-01` } },
    })),
  );
});
afterAll(() => database.close());

/** The texts of the statements that a `Db` runs. */
function recording(db: Db): { readonly db: Db; readonly texts: string[] } {
  const texts: string[] = [];
  const many = <Row>(query: Query) => {
    texts.push(query.sql);
    return db.many<Row>(query);
  };
  return { db: { ...db, many }, texts };
}

const listings = [
  "films",
  "films?order=asc",
  "films?sort=field_rating",
  "films?sort=title&order=desc",
  "unexposed",
  "plain",
];

test.each(listings)(
  "%s: page after page from where the last one ended is the same as each page alone",
  async (address) => {
    const [name, query = ""] = address.split("?");
    const { db, texts } = recording(database.db);
    const walking = visitorOf(db, site);
    const pages = Math.ceil(COUNT / LIMIT);
    const seen: string[] = [];
    for (let page = 1; page <= pages; page++) {
      const asked = `${query}&page=${page}`;
      const walked = (await list(walking, name!, asked)).items.map((item) => item.id);
      const alone = (await list(visitorOf(database.db, site), name!, asked)).items.map((item) => item.id);
      expect(walked).toEqual(alone);
      seen.push(...walked);
    }
    expect(new Set(seen).size).toBe(COUNT);
    expect(seen).toHaveLength(COUNT);
    // From the first anchor on hardly any page passes rows over.
    expect(texts.slice(25).filter((text) => text.includes("offset")).length).toBeLessThanOrEqual(1);
  },
);

test("an anchor is forgotten when something of the type changes", async () => {
  const { db, texts } = recording(database.db);
  const walking = visitorOf(db, site);
  await list(walking, "films", "page=30");
  await walking.cache.invalidate(["type:film"]);
  await list(walking, "films", "page=31");
  await list(walking, "films", "page=32");
  expect(texts.map((text) => /, id\) < |is null and id < /.test(text))).toEqual([false, false, true]);
});
