import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { OpenedTestSite, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

let site: TestSite;
let running: OpenedTestSite;
beforeAll(async () => {
  site = await createTestSite("imported");
  running = await site.open({ TRUST_PROXY: "true" });
}, 120_000);
afterAll(async () => {
  await site?.remove();
});

/** Asks as a visitor of its own each time, so that no limit stands in the way. */
let visitors = 0;
async function ask(path: string) {
  visitors += 1;
  const address = `10.${(visitors >> 16) & 255}.${(visitors >> 8) & 255}.${visitors & 255}`;
  const answer = await fetch(running.url + path, { redirect: "manual", headers: { "x-forwarded-for": address } });
  return { status: answer.status, body: await answer.text() };
}

const PATHS = [
  "/",
  "/films",
  "/films.xml",
  "/category/01890000-0000-7000-8000-000000000001",
  "/category/%25",
  "/item/1",
];
const NAMES = [
  "title",
  "field_genre",
  "field_rating[min]",
  "field_rating[max]",
  "field_released[min]",
  "sort",
  "order",
  "page",
];
const value = fc.oneof(
  fc.constantFrom(
    "",
    "0",
    "-1",
    "8.3",
    "1e400",
    "NaN",
    "99999999999999999999",
    "1999-02-30",
    "infinity",
    "asc",
    "title",
  ),
  fc.constantFrom(
    "%",
    "_",
    "\\",
    "'",
    '"',
    "';--",
    "{{7*7}}",
    "<script>",
    "\u{1f3ac}",
    "\ud800",
    "01890000-0000-7000-8000-000000000001",
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 6 }));
const query = fc
  .array(fc.tuple(name, value), { maxLength: 6 })
  .map((pairs) =>
    pairs
      .map(([key, text]) => `${encodeURIComponent(key.toWellFormed())}=${encodeURIComponent(text.toWellFormed())}`)
      .join("&"),
  );

test("law: no query makes a page fail", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PATHS), query, async (path, asked) => {
      expect((await ask(`${path}?${asked}`)).status).toBeLessThan(500);
    }),
    { numRuns: 200 },
  );
  expect(running.lines.filter(({ level }) => level === "error")).toEqual([]);
});

test("law: a parameter that a page does not know changes nothing in it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("/films", "/films.xml"), query, async (path, asked) => {
      const [plain, tagged] = [await ask(`${path}?${asked}`), await ask(`${path}?utm_source=x&${asked}&fbclid=y`)];
      expect(tagged).toEqual(plain);
    }),
    { numRuns: 50 },
  );
});
