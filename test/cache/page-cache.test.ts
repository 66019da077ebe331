import { expect, test } from "@jest/globals";
import { createAnswer } from "../../kernel/cache/answer.ts";
import type { CachedPage } from "../../kernel/cache/page-cache.ts";
import { createPageCache } from "../../kernel/cache/page-cache.ts";
import { createTagClock } from "../../kernel/cache/tag-clock.ts";

function opened(maxBytes = 1_000_000) {
  const tags = createTagClock();
  const time = { now: 0 };
  return { tags, time, pages: createPageCache({ maxBytes, tags, clock: { now: () => time.now } }) };
}

function page(text: string, given: Partial<CachedPage> = {}): CachedPage {
  const answer = createAnswer({
    status: 200,
    mediaType: "text/html; charset=utf-8",
    body: Buffer.from(text),
    headers: [],
    cacheControl: "private, no-cache",
  });
  return { answer, tags: ["type:film"], knownQuery: ["page", "title"], maxAge: Infinity, since: 0, ...given };
}

const at = (path: string, query = "", generation = 1) => ({ path, query, generation });

test("a page is found under its path and the parameters that it knows, in any order", () => {
  const { pages } = opened();
  const plain = page("all films");
  const filtered = page("films with heat");
  pages.store(at("/films"), plain);
  pages.store(at("/films", "title=heat&page=2"), filtered);
  expect(pages.find(at("/films"))).toBe(plain.answer);
  expect(pages.find(at("/films", "utm_source=mail"))).toBe(plain.answer);
  expect(pages.find(at("/films", "page=2&utm_source=mail&title=heat"))).toBe(filtered.answer);
  expect(pages.find(at("/films", "title=heat"))).toBeUndefined();
  expect(pages.find(at("/films", "title=heat&title=2&page=2"))).toBeUndefined();
});

test("a path whose parameters are not known yet is not answered", () => {
  const { pages } = opened();
  expect(pages.find(at("/films", "title=heat"))).toBeUndefined();
});

test("a page grows old with its tags, its generation, its max-age and the bound", () => {
  const { pages, tags, time } = opened();
  pages.store(at("/films"), page("films"));
  pages.store(at("/about"), page("about", { tags: ["item:1"] }));
  pages.store(at("/brief"), page("brief", { tags: [], maxAge: 10 }));
  tags.invalidate(["type:film"]);
  expect(pages.find(at("/films"))).toBeUndefined();
  expect(pages.find(at("/about", "", 2))).toBeUndefined();
  pages.store(at("/about"), page("about", { tags: ["item:1"], since: tags.now() }));
  time.now = 10;
  expect(pages.find(at("/about"))).toBeDefined();
  expect(pages.find(at("/brief"))).toBeUndefined();
  time.now = 60_000;
  expect(pages.find(at("/about"))).toBeUndefined();
});

test("a page that was being made while one of its tags was invalidated is not served", () => {
  const { pages, tags } = opened();
  const since = tags.now();
  tags.invalidate(["type:film"]);
  pages.store(at("/films"), page("films", { since }));
  expect(pages.find(at("/films"))).toBeUndefined();
});

test("compressed forms count for the size, and make others leave", async () => {
  const { pages } = opened(56_000);
  const text = Array.from({ length: 3_000 }, () => Math.random().toString(36).slice(2, 8)).join("");
  const first = page(text);
  const second = page(text);
  pages.store(at("/first"), first);
  pages.store(at("/second"), second);
  expect(pages.find(at("/first"))).toBeDefined();
  await second.answer.form("br");
  await second.answer.form("gzip");
  expect(pages.find(at("/second"))).toBeDefined();
  expect(pages.find(at("/first"))).toBeUndefined();
});

test("a very long query is not kept", () => {
  const { pages } = opened();
  pages.store(at("/films", `title=${"x".repeat(1_000)}`), page("none"));
  expect(pages.find(at("/films", `title=${"x".repeat(1_000)}`))).toBeUndefined();
});
