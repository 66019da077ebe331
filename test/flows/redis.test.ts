import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openPool } from "../../kernel/db/pool.ts";
import { SILENT } from "../../kernel/model/log.ts";
import { openRedis } from "../../kernel/state/redis/connection.ts";
import { createLocks } from "../../kernel/state/redis/locks.ts";
import { readSitePrefix } from "../../kernel/state/redis/site-prefix.ts";
import type { TestRedis } from "../support/redis.ts";
import { hasRedis, openTestRedis } from "../support/redis.ts";
import type { RunningSite, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

(hasRedis() ? describe : describe.skip)("a site of two nodes over Redis", () => {
  let redis: TestRedis;
  let site: TestSite;
  let here: RunningSite;
  let there: RunningSite;
  beforeAll(async () => {
    redis = (await openTestRedis())!;
    site = await createTestSite("applied");
    here = await site.serve("serve", { REDIS_URL: redis.url, TRUST_PROXY: "1" });
    there = await site.serve("serve", { REDIS_URL: redis.url, TRUST_PROXY: "1" });
  }, 120_000);
  afterAll(async () => {
    await site?.remove();
    await redis?.close();
  }, 60_000);

  const openConnection = async () => {
    const pool = await openPool(site.databaseUrl);
    const prefix = await readSitePrefix(pool.db);
    await pool.close();
    return openRedis({ url: redis.url, prefix, log: SILENT });
  };
  const run = (...words: string[]) => site.trovatoWith({ env: { REDIS_URL: redis.url } }, ...words);
  const healthOf = async (node: RunningSite) => {
    const answer = await fetch(`${node.url}/health`);
    return {
      code: answer.status,
      ...((await answer.json()) as { redis?: boolean; status: string; generation: number }),
    };
  };
  const pageOf = async (node: RunningSite, path: string) => (await fetch(node.url + path)).text();
  const filter = async (node: RunningSite, visitor: string, title: string) => {
    const began = performance.now();
    const { status } = await fetch(`${node.url}/films?title=${title}`, { headers: { "X-Forwarded-For": visitor } });
    return { status, took: performance.now() - began };
  };
  const until = async (isSo: () => Promise<boolean>, deadline: number) => {
    const began = performance.now();
    while (!(await isSo())) {
      if (performance.now() - began > deadline) throw new Error(`It is not so after ${deadline} ms.`);
      await pause(50);
    }
    return performance.now() - began;
  };

  test("says that it uses Redis, in its health", async () => {
    expect(await healthOf(here)).toMatchObject({ code: 200, status: "healthy", postgres: true, redis: true });
  });

  test("forgets on all nodes what an import on none of them changed", async () => {
    for (const node of [here, there]) expect(await pageOf(node, "/films")).not.toContain("The Godfather");
    expect(await run("import", "films")).toMatchObject({ code: 0 });
    for (const node of [here, there]) {
      await until(async () => (await pageOf(node, "/films?title=godfather")).includes("The Godfather"), 3_000);
      await until(async () => (await pageOf(node, "/films")).includes("film-card"), 3_000);
    }
  });

  test("counts a listing once for all nodes", async () => {
    const connection = await openConnection();
    const kept = async () => new Set(await connection.client.keys(connection.name("cache:*")));
    const before = await kept();
    expect(await pageOf(here, "/films?title=the")).toContain("film-card");
    await until(async () => (await kept()).difference(before).size > 0, 3_000);
    const after = await kept();
    expect(await pageOf(there, "/films?title=the")).toContain("film-card");
    await pause(100);
    expect((await kept()).difference(after).size).toBe(0);
    await connection.close();
  });

  test("follows an apply that knows of no Redis at once", async () => {
    const file = join(site.directory, "packs/films/gathers/films.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("title: Films", "title: Pictures"));
    expect(await site.trovato("apply", "--yes")).toMatchObject({ code: 0 });
    for (const node of [here, there]) {
      const took = await until(async () => (await healthOf(node)).generation === 2, 10_000);
      expect(took).toBeLessThan(4_000);
    }
  });

  test("counts a visitor over all nodes", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 64; count++) {
      const node = count % 2 ? here : there;
      statuses.push((await filter(node, "10.0.0.1", `x${count}`)).status);
    }
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(60);
    expect(statuses.at(-1)).toBe(429);
    expect(await filter(here, "10.0.0.1", "x")).toMatchObject({ status: 429 });
    expect(await filter(here, "10.0.0.4", "x")).toMatchObject({ status: 200 });
  });

  test("runs cron once at a time", async () => {
    const connection = await openConnection();
    const lock = await createLocks(connection).acquire("cron", 60_000);
    expect(await run("cron")).toMatchObject({ code: 4 });
    await lock!.release();
    expect(await run("cron")).toMatchObject({ code: 0 });
    await connection.close();
  });

  test("goes on without Redis, says so, and finds it again", async () => {
    await redis.kill();
    try {
      await until(async () => (await healthOf(here))["status"] === "degraded", 3_000);
      expect(await healthOf(here)).toMatchObject({ code: 200, status: "degraded", postgres: true, redis: false });
      expect(await filter(there, "10.0.0.2", "heat")).toMatchObject({ status: 200, took: expect.any(Number) });
    } finally {
      await redis.start();
    }
    for (const node of [here, there]) await until(async () => (await healthOf(node))["redis"] === true, 10_000);
    expect(await healthOf(there)).toMatchObject({ code: 200, status: "healthy" });
  });

  test("waits for a Redis that does not answer no longer than a second", async () => {
    process.kill(redis.pid(), "SIGSTOP");
    try {
      for (const title of ["alien", "brazil", "casablanca"]) {
        const { status, took } = await filter(there, "10.0.0.3", title);
        expect(status).toBe(200);
        expect(took).toBeLessThan(1_500);
      }
      expect(await healthOf(there)).toMatchObject({ code: 200, redis: false });
    } finally {
      process.kill(redis.pid(), "SIGCONT");
    }
    for (const node of [here, there]) await until(async () => (await healthOf(node)).code === 200, 10_000);
  });

  test("does not start when Redis is not there, and says why without its password", async () => {
    const address = redis.url.replace("redis://", "redis://:geheim@").replace(/:\d+$/, ":1");
    const { code, out, err } = await site.trovatoWith({ env: { REDIS_URL: address } }, "cron");
    expect(code).toBe(1);
    expect(err).toContain("state.unavailable");
    expect(out + err).not.toContain("geheim");
  });

  test("stops in order", async () => {
    expect(await Promise.all([here.stop(), there.stop()])).toEqual([0, 0]);
    for (const node of [here, there]) expect(node.output()).not.toMatch(/unhandled|is closed/i);
  });
});
