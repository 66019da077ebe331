import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { systemClock } from "../../kernel/base/clock.ts";
import type { NodeCache } from "../../kernel/cache/cache.ts";
import { createCache } from "../../kernel/cache/cache.ts";
import { createSecondTier } from "../../kernel/cache/second-tier.ts";
import type { SharedStore } from "../../kernel/cache/shared-store.ts";
import { createSharedStore } from "../../kernel/cache/shared-store.ts";
import { createTeller } from "../../kernel/cache/tell-nodes.ts";
import { SILENT } from "../../kernel/model/log.ts";
import type { RedisConnection } from "../../kernel/state/redis/connection.ts";
import { openRedis } from "../../kernel/state/redis/connection.ts";
import type { TestRedis } from "../support/redis.ts";
import { hasRedis, openTestRedis } from "../support/redis.ts";

(hasRedis() ? describe : describe.skip)("the cache that nodes share", () => {
  let server: TestRedis;
  let redis: RedisConnection;
  let store: SharedStore;
  beforeAll(async () => {
    server = (await openTestRedis())!;
    redis = await openRedis({ url: server.url, prefix: "test:", log: SILENT });
    store = createSharedStore(redis);
  });
  afterAll(async () => {
    await redis?.close();
    await server?.close();
  });

  /** A node that hears nothing from the others: only what is in Redis keeps it from serving old values. */
  const node = (maxBytes = 1_000_000): NodeCache =>
    createCache({ maxBytes, clock: systemClock, publish: store.invalidate, second: createSecondTier(store, SILENT) });
  const shared = async (cache: NodeCache, key: string) => {
    for (let tries = 0; tries < 50; tries++) {
      const found = await cache.find(key);
      if (found !== undefined) return found;
      await sleep(10);
    }
    return undefined;
  };

  test("gives a node what another one made, and what was invalidated to none", async () => {
    const [here, there, deaf] = [node(), node(), node()];
    const [key, tag] = [randomUUID(), randomUUID()];
    expect(await here.find(key)).toBeUndefined();
    here.share(key, { total: 3, list: ["ü", null] }, { tags: [tag, "other"] });
    expect(await shared(there, key)).toEqual({ total: 3, list: ["ü", null] });
    expect(there.get(key)).toEqual({ total: 3, list: ["ü", null] });
    await here.invalidate([tag]);
    expect(await deaf.find(key)).toBeUndefined();
    expect(await here.find(key)).toBeUndefined();
    there.applyRemoteInvalidation([tag]);
    expect(await there.find(key)).toBeUndefined();
  });

  test("does not get a value whose sources changed while it was made, though its maker never heard of it", async () => {
    const [here, there] = [node(), node()];
    const [key, tag] = [randomUUID(), randomUUID()];
    expect(await here.find(key)).toBeUndefined();
    const since = here.mark();
    await there.invalidate([tag]);
    here.share(key, "old", { tags: [tag], since });
    await sleep(50);
    expect(await there.find(key)).toBeUndefined();
  });

  test("does not get what a second maker began before a change and finished after it", async () => {
    const [here, there] = [node(1), node(1)];
    const [key, tag] = [randomUUID(), randomUUID()];
    await Promise.all([here.find(key), here.find(key)]);
    const since = here.mark();
    here.share(key, "old", { tags: [tag], since });
    expect(await shared(there, key)).toBe("old");
    await there.invalidate([tag]);
    here.share(key, "old", { tags: [tag], since });
    await sleep(50);
    expect(await there.find(key)).toBeUndefined();
  });

  test("does not get what one maker began before a change, although another asked for it after the change", async () => {
    const [here, there] = [node(1), node(1)];
    const [key, tag] = [randomUUID(), randomUUID()];
    const begin = async () => {
      expect(await here.find(key)).toBeUndefined();
      return here.mark();
    };
    const early = await begin();
    await there.invalidate([tag]);
    const late = await begin();
    here.share(key, "old", { tags: [tag], since: early });
    await sleep(50);
    expect(await there.find(key)).toBeUndefined();
    here.share(key, "new", { tags: [tag], since: late });
    expect(await shared(there, key)).toBe("new");
  });

  test("keeps a value for a minute at most, for less when it says so, and none that is large", async () => {
    const [here, there] = [node(1), node(1)];
    const [lasting, brief, large] = [randomUUID(), randomUUID(), randomUUID()];
    here.share(lasting, 1, { tags: [] });
    here.share(brief, 2, { tags: [], maxAge: 2_000 });
    here.share(large, "x".repeat(70_000), { tags: [] });
    expect(await shared(there, lasting)).toBe(1);
    expect(await shared(there, brief)).toBe(2);
    expect(await there.find(large)).toBeUndefined();
    const lives = await Promise.all((await redis.client.keys("test:cache:*")).map((key) => redis.client.pttl(key)));
    for (const life of lives) expect(life > 0 && life <= 60_000).toBe(true);
    await sleep(2_050);
    expect(await there.find(brief)).toBeUndefined();
  });

  test("never gives what was old before it was asked, whoever makes and changes it at once", async () => {
    const nodes = [node(1), node(1), node(1)];
    const [key, tag] = [randomUUID(), randomUUID()];
    let source = 0;
    let settled = 0;
    let hits = 0;
    const pick = () => nodes[Math.floor(Math.random() * nodes.length)]!;
    const reader = async () => {
      for (let round = 0; round < 60; round++) {
        const cache = pick();
        const atLeast = settled;
        const found = await cache.find<number>(key);
        if (found === undefined) {
          const since = cache.mark();
          const made = source;
          await sleep(Math.random() * 8);
          cache.share(key, made, { tags: [tag], since });
        } else {
          hits += 1;
          expect(found).toBeGreaterThanOrEqual(atLeast);
        }
        await sleep(Math.random() * 4);
      }
    };
    const writer = async () => {
      for (let round = 0; round < 25; round++) {
        source += 1;
        const changed = source;
        await pick().invalidate([tag]);
        settled = changed;
        await sleep(Math.random() * 30);
      }
    };
    await Promise.all([reader(), reader(), reader(), reader(), writer()]);
    expect(hits).toBeGreaterThan(20);
  });

  test("is done without when Redis does not answer", async () => {
    const here = node();
    await server.kill();
    try {
      const began = performance.now();
      expect(await here.find("x")).toBeUndefined();
      here.share("x", 1, { tags: [] });
      expect(await here.find("x")).toBe(1);
      expect(performance.now() - began).toBeLessThan(1_500);
    } finally {
      await server.start();
    }
  });
});

test("what the other nodes could not be told is told with what comes next, or when it is tried again", async () => {
  const told: (readonly string[])[] = [];
  let isUp = false;
  const teller = createTeller(async (tags) => {
    if (!isUp) throw new Error("down");
    told.push(tags);
  }, SILENT);
  await teller.tell(["a"]);
  await teller.tell(["a", "b"]);
  isUp = true;
  await teller.tell(["c"]);
  await teller.retry();
  expect(told).toEqual([["a", "b", "c"]]);
  isUp = false;
  await teller.tell(["d"]);
  isUp = true;
  await teller.retry();
  expect(told.at(-1)).toEqual(["d"]);
});

test("a node with nothing to share with keeps what it shares for itself", async () => {
  const cache = createCache({ maxBytes: 1_000_000, clock: systemClock, publish: async () => {} });
  cache.share("x", 1, { tags: ["a"] });
  expect(await cache.find("x")).toBe(1);
  await cache.invalidate(["a"]);
  expect(await cache.find("x")).toBeUndefined();
});
