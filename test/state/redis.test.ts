import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { Json } from "../../kernel/base/json.ts";
import { SILENT } from "../../kernel/model/log.ts";
import type { StatePort } from "../../kernel/state/port.ts";
import type { RedisConnection } from "../../kernel/state/redis/connection.ts";
import { openRedis } from "../../kernel/state/redis/connection.ts";
import { openRedisState } from "../../kernel/state/redis/open.ts";
import { readSitePrefix } from "../../kernel/state/redis/site-prefix.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { TestRedis } from "../support/redis.ts";
import { hasRedis, openTestRedis } from "../support/redis.ts";
import { describeStatePort } from "./port-contract.ts";

const node = join(import.meta.dirname, "../../node_modules/.bin/node");
const SHORT = 100;
const LONG = 60_000;

if (hasRedis()) {
  describeStatePort("Redis", async () => {
    const database = await openTestDatabase();
    const server = (await openTestRedis())!;
    const [here, there] = await Promise.all([openNode(database, server), openNode(database, server)]);
    return {
      nodes: [here.state, there.state],
      db: database.db,
      close: async () => {
        await Promise.all([here.redis.close(), there.redis.close()]);
        await server.close();
        await database.close();
      },
    };
  });
}

type Node = { readonly redis: RedisConnection; readonly state: StatePort };

async function openNode({ db }: TestDatabase, { url }: TestRedis, onGap?: () => void): Promise<Node> {
  const redis = await openRedis({ url, prefix: await readSitePrefix(db), log: SILENT, onGap });
  return { redis, state: openRedisState({ redis, db, log: SILENT }) };
}

(hasRedis() ? describe : describe.skip)("Redis", () => {
  let database: TestDatabase;
  let other: TestDatabase;
  let server: TestRedis;
  let here: Node;
  let there: Node;
  let elsewhere: Node;
  let gaps = 0;
  beforeAll(async () => {
    [database, other] = await Promise.all([openTestDatabase(), openTestDatabase()]);
    server = (await openTestRedis())!;
    here = await openNode(database, server, () => {
      gaps += 1;
    });
    there = await openNode(database, server);
    elsewhere = await openNode(other, server);
  });
  afterAll(async () => {
    await Promise.all([here, there, elsewhere].map((one) => one?.redis.close()));
    await server?.close();
    await Promise.all([database?.close(), other?.close()]);
  });

  const options = { visibility: LONG, maxAttempts: 3 };

  test("keeps the sites that share it apart", async () => {
    const [name, user] = [randomUUID(), randomUUID()];
    const heard: string[] = [];
    await elsewhere.state.bus.subscribe(name, (message) => heard.push(message));
    await here.state.counters.add(name, 1, LONG);
    await here.state.locks.acquire(name, LONG);
    await here.state.sessions.create(name, { user, data: {} }, LONG);
    await here.state.queue.push(database.db, name, 1);
    await here.state.queue.take(name, { visibility: 1, maxAttempts: 3 });
    await here.state.bus.publish(name, "from here");
    await sleep(SHORT);
    expect(await elsewhere.state.counters.find(name)).toBeNull();
    expect(await elsewhere.state.locks.acquire(name, LONG)).not.toBeNull();
    expect(await elsewhere.state.sessions.find(name)).toBeNull();
    expect(await elsewhere.state.sessions.ofUser(user)).toEqual([]);
    expect(await elsewhere.state.queue.take(name, options)).toBeNull();
    expect(heard).toEqual([]);
  });

  test("holds nothing of sessions whose time is over", async () => {
    const user = randomUUID();
    const keys = [randomUUID(), randomUUID()];
    for (const key of keys) await here.state.sessions.create(key, { user, data: {} }, SHORT);
    expect(await keysWith(here, user)).toHaveLength(1);
    await sleep(SHORT + 50);
    for (const rest of [user, ...keys]) expect(await keysWith(here, rest)).toEqual([]);
  });

  test("holds nothing of jobs that are done or were given up", async () => {
    const queue = randomUUID();
    for (const payload of [1, 2]) await here.state.queue.push(database.db, queue, payload);
    await here.state.queue.acknowledge((await here.state.queue.take(queue, options))!);
    const failed = (await here.state.queue.take(queue, options))!;
    await here.state.queue.retry(failed, { error: "no", delay: 0, maxAttempts: 1 });
    expect(await keysWith(here, queue)).toEqual([]);
    expect(await there.state.queue.dead(queue, 10)).toMatchObject([{ payload: 2, error: "no" }]);
  });

  test("loads its scripts again when it has forgotten them", async () => {
    const key = randomUUID();
    await here.state.counters.add(key, 1, LONG);
    await here.redis.client.script("FLUSH");
    expect(await here.state.counters.add(key, 1, LONG)).toMatchObject({ count: 2 });
    const lock = await here.state.locks.acquire(key, LONG);
    await here.redis.client.script("FLUSH");
    await lock!.release();
    expect(await there.state.locks.acquire(key, LONG)).not.toBeNull();
  });

  test("takes over jobs as they stood in Postgres", async () => {
    const queue = randomUUID();
    const id = await here.state.queue.push(database.db, queue, "tried once");
    await database.db.run(sql.unsafe`
      update queue_entry set attempts = 1, taken_until = now() - interval '1 second', error = 'first' where id = ${id}::uuid
    `);
    const job = await here.state.queue.take(queue, options);
    expect(job).toMatchObject({ id, payload: "tried once", attempts: 2 });
    await database.db.run(sql.unsafe`
      insert into queue_entry (id, queue, payload, attempts, error, failed_at)
      values (${randomUUID()}::uuid, ${queue}, '"long dead"', 3, 'no', now())
    `);
    expect(await here.state.queue.dead(queue, 10)).toMatchObject([{ payload: "long dead", error: "no" }]);
  });

  test.each(["before", "after"])("loses no job when a node is killed %s it has copied them", async (moment) => {
    const queue = randomUUID();
    const numbers = Array.from({ length: 20 }, (_, number) => number);
    for (const number of numbers) await here.state.queue.push(database.db, queue, number);
    const prefix = await readSitePrefix(database.db);
    const dying = spawn(node, [
      join(import.meta.dirname, "dying-relay.ts"),
      database.url,
      server.url,
      prefix,
      queue,
      moment,
    ]);
    const signal = await new Promise((resolve) => dying.once("exit", (_, by) => resolve(by)));
    expect(signal).toBe("SIGKILL");
    const done: Json[] = [];
    for (let quiet = 0; quiet < 20; await sleep(20)) {
      const job = await there.state.queue.take(queue, options);
      if (job === null) quiet += 1;
      else {
        done.push(job.payload);
        await there.state.queue.acknowledge(job);
      }
    }
    expect([...new Set(done)].sort((a, b) => Number(a) - Number(b))).toEqual(numbers);
    expect(done.length).toBeLessThanOrEqual(2 * numbers.length);
    expect(await here.state.queue.length(queue)).toBe(0);
  });

  describe("when it does not answer", () => {
    const asked = ({ state }: Node): readonly (() => Promise<unknown>)[] => [
      () => state.counters.add("x", 1, LONG),
      () => state.counters.find("x"),
      () => state.locks.acquire("x", LONG),
      () => state.sessions.create("x", { user: null, data: {} }, LONG),
      () => state.sessions.find("x"),
      () => state.queue.take("x", options),
      () => state.queue.length("x"),
      () => state.bus.publish("x", "y"),
    ];

    async function expectFaults(): Promise<void> {
      const began = performance.now();
      const answers = await Promise.allSettled(asked(here).map((ask) => ask()));
      expect(performance.now() - began).toBeLessThan(2_500);
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: "rejected", reason: { code: "state.unavailable", status: 503 } });
      }
    }

    async function untilBack(): Promise<void> {
      for (let tries = 0; tries < 200; tries++) {
        try {
          await Promise.all([here, there].map(({ redis }) => redis.ping()));
          return;
        } catch {
          await sleep(50);
        }
      }
      throw new Error("Redis was not found again.");
    }

    test.each(["SIGSTOP", "SIGKILL"] as const)(
      "says so within a second after %s, and goes on when it is back",
      async (signal) => {
        const [channel, heard] = [randomUUID(), [] as string[]];
        await here.state.bus.subscribe(channel, (message) => heard.push(message));
        const before = gaps;
        if (signal === "SIGSTOP") process.kill(server.pid(), signal);
        else await server.kill();
        await expectFaults();
        if (signal === "SIGSTOP") process.kill(server.pid(), "SIGCONT");
        else await server.start();
        await untilBack();
        for (let tries = 0; tries < 100 && signal === "SIGKILL" && gaps === before; tries++) await sleep(20);
        if (signal === "SIGKILL") expect(gaps).toBe(before + 1);
        await there.state.bus.publish(channel, "again");
        for (let tries = 0; tries < 100 && heard.length === 0; tries++) await sleep(20);
        expect(heard).toEqual(["again"]);
        expect(await here.state.counters.add(randomUUID(), 1, LONG)).toMatchObject({ count: 1 });
      },
    );

    test("refuses to open, and does not tell the password", async () => {
      const url = "redis://:geheim@127.0.0.1:1";
      const error = await openRedis({ url, prefix: "x:", log: SILENT }).catch((reason: Error) => reason);
      expect(error).toMatchObject({ code: "state.unavailable" });
      expect(JSON.stringify(error) + String(error)).not.toContain("geheim");
    });
  });
});

async function keysWith({ redis }: Node, part: string): Promise<readonly string[]> {
  return redis.client.keys(`*${part}*`);
}
