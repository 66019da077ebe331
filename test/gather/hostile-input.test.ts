import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { sql } from "slonik";
import { resolveDisplay } from "../../kernel/gather/display.ts";
import { parseExposed } from "../../kernel/gather/exposed.ts";
import { urlWith } from "../../kernel/gather/urls.ts";
import type { Site } from "../../kernel/model/site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { films, list, seedItems, seedListings, titles, visitorOf } from "./listing-site.ts";

const COUNT = 60;
const PARAMETERS = [
  "title",
  "field_genre",
  "field_rating[min]",
  "field_rating[max]",
  "field_released[min]",
  "field_released[max]",
  "sort",
  "order",
  "page",
];
const ATTACKS = [
  "' or 1=1 --",
  "'; drop table item; --",
  "1); delete from item; --",
  "\\'; select pg_sleep(10); --",
  "$1",
  "$slonik_1",
  "id desc, (select pass from users)",
  "field_rating'->>'value",
  "1e999999",
  "-1",
  "99999999999999999999",
  "0x7fffffff",
  "NaN",
  "Infinity",
  "2020-13-45",
  "\0",
  "a\0b",
  "\ud800",
  "%",
  "_",
  "%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%",
  "x".repeat(100_000),
  "../../../etc/passwd",
  "{{constructor}}",
  "__proto__",
  "<script>alert(1)</script>",
  "00000000-0000-0000-0000-000000000000",
];

let database: TestDatabase;
let site: Site;

beforeAll(async () => {
  database = await openTestDatabase();
  site = await seedListings(database.db, []);
  await seedItems(
    database.db,
    Array.from({ length: COUNT }, (_, index) => ({
      title: `Film ${index % 7}`,
      fields:
        index % 3 === 0
          ? {}
          : { field_rating: { value: index % 5 }, field_released: { value: `20${10 + (index % 4)}-01-01` } },
    })),
  );
});
afterAll(() => database.close());

describe("attacks through every parameter find nothing more, and break nothing", () => {
  test.each(PARAMETERS)("%s", async (parameter) => {
    for (const attack of ATTACKS) {
      const query = new URLSearchParams([[parameter, attack]]);
      const result = await list(visitorOf(database.db, site), "films", query.toString());
      expect(result.total).toBeLessThanOrEqual(COUNT);
      expect(result.items.every((item) => item.type === "film" && item.published)).toBe(true);
    }
    const { total } = await database.db.one<{ total: number }>(sql.unsafe`select count(*) as total from item`);
    expect(total).toBe(COUNT);
  });

  test("a parameter given many times, as a list and as a mapping", async () => {
    const query =
      "title=a&title=b&title[]=c&title[x]=d&field_rating[min]=1&field_rating[min]=x&field_rating[]=2&page=1&page=2";
    await expect(list(visitorOf(database.db, site), "films", query)).resolves.toBeDefined();
  });
});

const value = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.integer().map(String),
  fc.double().map(String),
  fc.uuid(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  fc.constantFrom("asc", "desc", "title", "field_rating", "field_released", ...ATTACKS),
);
const query = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...PARAMETERS), fc.string()), value), { maxLength: 6 });

test("any query string gives a page", async () => {
  const state = visitorOf(database.db, site);
  await fc.assert(
    fc.asyncProperty(query, async (pairs) => {
      const result = await list(state, "films", new URLSearchParams(pairs).toString());
      expect(result.items.length).toBeLessThanOrEqual(24);
    }),
    { numRuns: 300 },
  );
});

test("the canonical address asks for the same", () => {
  const display = resolveDisplay(site, films, "page");
  fc.assert(
    fc.property(query, (pairs) => {
      const input = parseExposed(display, new URLSearchParams(pairs));
      const url = urlWith(display, "/films", input);
      expect(url.startsWith("/films")).toBe(true);
      expect(parseExposed(display, new URL(url, "http://localhost").searchParams)).toEqual(input);
    }),
    { numRuns: 1000 },
  );
});

test("each item stands on one page, in one order, however it is sorted", async () => {
  const state = visitorOf(database.db, site);
  for (const sort of ["field_released", "field_rating", "title"]) {
    for (const order of ["asc", "desc"]) {
      const pages = [1, 2, 3].map((page) => list(state, "films", `sort=${sort}&order=${order}&page=${page}`));
      const ids = (await Promise.all(pages)).flatMap((result) => result.items.map((item) => item.id));
      expect(ids).toHaveLength(COUNT);
      expect(new Set(ids).size).toBe(COUNT);
      const again = await list(state, "films", `sort=${sort}&order=${order}&page=2`);
      expect(again.items.map((item) => item.id)).toEqual(ids.slice(24, 48));
      expect(titles(again)).toHaveLength(24);
    }
  }
});
