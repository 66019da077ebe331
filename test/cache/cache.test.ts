import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createCache } from "../../kernel/cache/cache.ts";
import { createTagClock } from "../../kernel/cache/tag-clock.ts";

function opened(settings: { maxBytes?: number; staleBoundMs?: number } = {}) {
  const published: (readonly string[])[] = [];
  const time = { now: 0 };
  const cache = createCache({
    maxBytes: settings.maxBytes ?? 1_000_000,
    clock: { now: () => time.now },
    publish: async (tags) => {
      published.push(tags);
    },
    staleBoundMs: settings.staleBoundMs ?? 60_000,
  });
  return { cache, published, time };
}

test("a value is kept until one of its tags is invalidated", async () => {
  const { cache, published } = opened();
  cache.set("film", { title: "Heat" }, { tags: ["item:1", "type:film"] });
  cache.set("page", "about", { tags: ["item:2"] });
  expect(cache.get("film")).toEqual({ title: "Heat" });
  await cache.invalidate(["type:film"]);
  expect(cache.get("film")).toBeUndefined();
  expect(cache.get("page")).toBe("about");
  expect(published).toEqual([["type:film"]]);
});

test("an invalidation from another node counts, and is not published again", () => {
  const { cache, published } = opened();
  cache.set("film", "Heat", { tags: ["item:1"] });
  cache.applyRemoteInvalidation(["item:1"]);
  expect(cache.get("film")).toBeUndefined();
  expect(published).toEqual([]);
});

test("a value whose source changed while it was being made is not stored as fresh", async () => {
  const { cache } = opened();
  const since = cache.mark();
  await cache.invalidate(["item:1"]);
  cache.set("film", "old", { tags: ["item:1"], since });
  expect(cache.get("film")).toBeUndefined();
});

test("a value ends with its max-age, and with the bound for lost messages", () => {
  const { cache, time } = opened({ staleBoundMs: 1_000 });
  cache.set("short", 1, { tags: [], maxAge: 10 });
  cache.set("long", 2, { tags: [] });
  cache.set("never", 3, { tags: [], maxAge: 0 });
  expect([cache.get("short"), cache.get("long"), cache.get("never")]).toEqual([1, 2, undefined]);
  time.now = 10;
  expect([cache.get("short"), cache.get("long")]).toEqual([undefined, 2]);
  time.now = 1_000;
  expect(cache.get("long")).toBeUndefined();
});

test("the least recently used values make room, and one that is larger than everything is not kept", () => {
  const { cache } = opened({ maxBytes: 10_000 });
  cache.set("first", Buffer.alloc(4_000), { tags: [] });
  cache.set("second", Buffer.alloc(4_000), { tags: [] });
  cache.get("first");
  cache.set("third", Buffer.alloc(4_000), { tags: [] });
  expect(["first", "second", "third"].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true]);
  cache.set("huge", new Map([["text", "x".repeat(10_000)]]), { tags: [] });
  expect(cache.get("huge")).toBeUndefined();
});

test("clear forgets everything, also what is still being made", () => {
  const { cache } = opened();
  const since = cache.mark();
  cache.set("a", 1, { tags: [] });
  cache.clear();
  cache.set("b", 2, { tags: [], since });
  expect([cache.get("a"), cache.get("b")]).toEqual([undefined, undefined]);
});

test("law: a value is returned exactly when none of its tags was invalidated since its mark", async () => {
  const tag = fc.constantFrom("a", "b", "c", "d");
  const tagList = fc.uniqueArray(tag);
  await fc.assert(
    fc.asyncProperty(tagList, fc.array(tagList), fc.array(tagList), async (tags, before, after) => {
      const { cache } = opened();
      for (const names of before) await cache.invalidate(names);
      const since = cache.mark();
      for (const names of after) await cache.invalidate(names);
      cache.set("key", "value", { tags, since });
      const touched = after.flat().some((name) => tags.includes(name));
      expect(cache.get("key")).toBe(touched ? undefined : "value");
    }),
  );
});

test("a clock that has seen too many tags takes everything for old rather than growing", () => {
  const clock = createTagClock();
  const before = clock.now();
  for (let count = 0; count <= 100_000; count++) clock.invalidate([`item:${count}`]);
  expect(clock.isFresh(["never:named"], before)).toBe(false);
  expect(clock.isFresh(["never:named"], clock.now())).toBe(true);
});
