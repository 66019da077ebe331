import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Json } from "../../kernel/base/json.ts";
import type { Db } from "../../kernel/model/db.ts";
import type { StatePort } from "../../kernel/state/port.ts";

/** An open adapter: two nodes over the same store, and a database whose transactions jobs join. */
export type OpenedState = { readonly nodes: readonly [StatePort, StatePort]; readonly db: Db; close(): Promise<void> };

const SHORT = 150;
const LONG = 60_000;

/** Describes what every adapter of the shared state must do. */
export function describeStatePort(name: string, open: () => Promise<OpenedState>): void {
  describe(`shared state in ${name}`, () => {
    let opened: OpenedState;
    let here: StatePort;
    let there: StatePort;
    beforeAll(async () => {
      opened = await open();
      [here, there] = opened.nodes;
    });
    afterAll(() => opened.close());

    describe("counters", () => {
      test("count what all nodes add, however much at once", async () => {
        const key = randomUUID();
        const adds = Array.from({ length: 40 }, (_, index) => (index % 2 ? here : there).counters.add(key, 2, LONG));
        const counts = (await Promise.all(adds)).map(({ count }) => count);
        expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => 2 * (index + 1)));
      });

      test("begin anew when their time is over, which later additions do not extend", async () => {
        const key = randomUUID();
        const { remaining } = await here.counters.add(key, 1, SHORT);
        expect(remaining).toBeGreaterThan(0);
        expect(remaining).toBeLessThanOrEqual(SHORT);
        await here.counters.add(key, 1, LONG);
        await sleep(SHORT + 50);
        expect(await there.counters.find(key)).toBeNull();
        expect((await there.counters.add(key, 5, LONG)).count).toBe(5);
      });

      test("are seen and removed", async () => {
        const key = randomUUID();
        await here.counters.add(key, 3, LONG);
        expect(await there.counters.find(key)).toMatchObject({ count: 3 });
        await here.counters.remove(key);
        expect(await there.counters.find(key)).toBeNull();
      });
    });

    describe("locks", () => {
      test("are apart by name, whatever is in it, and released twice like once", async () => {
        const name = randomUUID();
        const held = await Promise.all(["", ":", " ü", "'"].map((end) => here.locks.acquire(name + end, LONG)));
        expect(held).not.toContain(null);
        for (const lock of held) await lock!.release();
        const again = await there.locks.acquire(name, LONG);
        await held[0]!.release();
        expect(await held[0]!.extend(LONG)).toBe(false);
        expect(await here.locks.acquire(name, LONG)).toBeNull();
        await again!.release();
      });

      test("are not extended when their time is over, though nobody has taken them", async () => {
        const lock = await here.locks.acquire(randomUUID(), SHORT);
        await sleep(SHORT + 50);
        expect(await lock!.extend(LONG)).toBe(false);
      });

      test("have one holder, until it releases", async () => {
        const lock = randomUUID();
        const tries = await Promise.all(
          Array.from({ length: 10 }, (_, index) => (index % 2 ? here : there).locks.acquire(lock, LONG)),
        );
        const held = tries.filter((one) => one !== null);
        expect(held.length).toBe(1);
        await held[0]!.release();
        expect(await here.locks.acquire(lock, LONG)).not.toBeNull();
      });

      test("fall to others when their time is over, and the old holder can do nothing then", async () => {
        const lock = randomUUID();
        const first = await here.locks.acquire(lock, SHORT);
        await sleep(SHORT + 50);
        const second = await there.locks.acquire(lock, LONG);
        expect(second).not.toBeNull();
        expect(await first!.extend(LONG)).toBe(false);
        await first!.release();
        expect(await here.locks.acquire(lock, LONG)).toBeNull();
      });

      test("are held longer when they are extended", async () => {
        const lock = randomUUID();
        const held = await here.locks.acquire(lock, SHORT);
        expect(await held!.extend(LONG)).toBe(true);
        await sleep(SHORT + 50);
        expect(await there.locks.acquire(lock, LONG)).toBeNull();
      });
    });

    describe("sessions", () => {
      const visitor = { user: null, data: { form_token: "x" } };

      test("are found by every node, with what was stored last", async () => {
        const key = randomUUID();
        await here.sessions.create(key, visitor, LONG);
        expect(await there.sessions.find(key)).toEqual(visitor);
        const signedIn = { user: randomUUID(), data: { stage: "live", list: [1, { a: null }] } };
        expect(await there.sessions.update(key, signedIn, LONG)).toBe(true);
        expect(await here.sessions.find(key)).toEqual(signedIn);
        expect(await here.sessions.find(randomUUID())).toBeNull();
      });

      test("that were ended stay ended, whoever still wants to store one", async () => {
        const key = randomUUID();
        await here.sessions.create(key, visitor, LONG);
        await there.sessions.end(key);
        expect(await here.sessions.update(key, visitor, LONG)).toBe(false);
        expect(await here.sessions.find(key)).toBeNull();
      });

      test("end by themselves when they are not used, and each use begins their time anew", async () => {
        const [idle, used] = [randomUUID(), randomUUID()];
        for (const key of [idle, used]) await here.sessions.create(key, visitor, SHORT);
        expect(await here.sessions.update(used, visitor, LONG)).toBe(true);
        await sleep(SHORT + 50);
        expect(await there.sessions.find(idle)).toBeNull();
        expect(await there.sessions.update(idle, visitor, LONG)).toBe(false);
        expect(await there.sessions.find(used)).toEqual(visitor);
      });

      test("of a user are listed, latest use first, and ended, all or all others", async () => {
        const [user, other] = [randomUUID(), randomUUID()];
        const keys = [randomUUID(), randomUUID(), randomUUID()] as const;
        const started = Date.now();
        for (const key of keys) {
          await here.sessions.create(key, { user, data: { key } }, LONG);
          await sleep(5);
        }
        const elsewhere = randomUUID();
        await here.sessions.create(elsewhere, { user: other, data: {} }, LONG);
        await there.sessions.update(keys[0], { user, data: { key: "again" } }, LONG);
        const listed = await there.sessions.ofUser(user);
        expect(listed.map(({ key }) => key)).toEqual([keys[0], keys[2], keys[1]]);
        expect(listed[0]).toMatchObject({ user, data: { key: "again" } });
        expect(Math.abs(listed[0]!.used - started)).toBeLessThan(60_000);
        expect(listed[0]!.created).toBeLessThanOrEqual(listed[0]!.used);
        expect(await here.sessions.endOfUser(user, keys[1])).toBe(2);
        expect((await there.sessions.ofUser(user)).map(({ key }) => key)).toEqual([keys[1]]);
        expect(await here.sessions.endOfUser(user)).toBe(1);
        expect(await there.sessions.find(keys[1])).toBeNull();
        expect(await there.sessions.find(elsewhere)).not.toBeNull();
      });

      test("that have ended are neither listed nor counted, though others of the user go on", async () => {
        const [user, short, long] = [randomUUID(), randomUUID(), randomUUID()];
        await here.sessions.create(short, { user, data: {} }, SHORT);
        await here.sessions.create(long, { user, data: {} }, LONG);
        await sleep(SHORT + 50);
        expect((await there.sessions.ofUser(user)).map(({ key }) => key)).toEqual([long]);
        await here.sessions.create(short, { user, data: { again: true } }, LONG);
        await there.sessions.end(short);
        expect((await here.sessions.ofUser(user)).map(({ key }) => key)).toEqual([long]);
        expect(await here.sessions.endOfUser(user)).toBe(1);
        expect(await here.sessions.update(long, { user, data: {} }, LONG)).toBe(false);
        expect(await here.sessions.ofUser(user)).toEqual([]);
      });

      test("keep when they began, however often they are used", async () => {
        const [user, key] = [randomUUID(), randomUUID()];
        await here.sessions.create(key, visitor, LONG);
        await sleep(30);
        await there.sessions.update(key, { user, data: {} }, LONG);
        const [listed] = await here.sessions.ofUser(user);
        expect(listed!.used - listed!.created).toBeGreaterThanOrEqual(20);
      });

      test("that nobody owns any longer are nobody's", async () => {
        const [user, key] = [randomUUID(), randomUUID()];
        await here.sessions.create(key, { user, data: {} }, LONG);
        await here.sessions.update(key, visitor, LONG);
        expect(await here.sessions.ofUser(user)).toEqual([]);
        expect(await here.sessions.endOfUser(user)).toBe(0);
        expect(await there.sessions.find(key)).toEqual(visitor);
      });

      test("are stored whole or not at all when it is ended at the same time", async () => {
        for (let round = 0; round < 20; round++) {
          const [user, key] = [randomUUID(), randomUUID()];
          await here.sessions.create(key, { user, data: {} }, LONG);
          await Promise.all([
            here.sessions.update(key, { user, data: { round } }, LONG),
            there.sessions.endOfUser(user),
            here.sessions.update(key, { user, data: { round } }, LONG),
          ]);
          expect(await here.sessions.find(key)).toBeNull();
          expect(await here.sessions.ofUser(user)).toEqual([]);
        }
      });

      test("that change hands belong to the new user alone", async () => {
        const [key, first, second] = [randomUUID(), randomUUID(), randomUUID()];
        await here.sessions.create(key, { user: first, data: {} }, LONG);
        await here.sessions.update(key, { user: second, data: {} }, LONG);
        expect(await there.sessions.ofUser(first)).toEqual([]);
        expect(await there.sessions.endOfUser(first)).toBe(0);
        expect((await there.sessions.ofUser(second)).map((session) => session.key)).toEqual([key]);
      });
    });

    describe("the queue", () => {
      const options = { visibility: LONG, maxAttempts: 3 };

      test("gives each job to one taker, oldest first", async () => {
        const queue = randomUUID();
        for (const payload of ["a", "b", "c"]) await here.queue.push(opened.db, queue, payload);
        expect(await there.queue.length(queue)).toBe(3);
        const first = await here.queue.take(queue, options);
        expect(first).toMatchObject({ payload: "a", attempts: 1, queue });
        const others = await Promise.all([here, there, here, there].map((node) => node.queue.take(queue, options)));
        expect(others.map((job) => job?.payload).sort()).toEqual(["b", "c", undefined, undefined]);
      });

      test("gives hundreds of jobs to takers at once, each to one, and counts those that are being done", async () => {
        const queue = randomUUID();
        await opened.db.transaction(async (db) => {
          for (let number = 0; number < 450; number++) await here.queue.push(db, queue, number);
        });
        const done: Json[] = [];
        const worker = async (node: StatePort) => {
          for (
            let job = await node.queue.take(queue, options);
            job !== null;
            job = await node.queue.take(queue, options)
          ) {
            done.push(job.payload);
            if (done.length === 100) expect(await node.queue.length(queue)).toBeGreaterThanOrEqual(450 - 100);
            expect(await node.queue.acknowledge(job)).toBe(true);
          }
        };
        await Promise.all([here, there, here, there].map(worker));
        expect(done.sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 450 }, (_, number) => number));
        expect(await here.queue.length(queue)).toBe(0);
      });

      test("gives jobs in the order in which they may be taken, not in that of their coming", async () => {
        const queue = randomUUID();
        await here.queue.push(opened.db, queue, "second", 60);
        await here.queue.push(opened.db, queue, "first", 20);
        await sleep(SHORT);
        await here.queue.push(opened.db, queue, "third");
        const payloads = [];
        for (let count = 0; count < 3; count++) payloads.push((await there.queue.take(queue, options))?.payload);
        expect(payloads).toEqual(["first", "second", "third"]);
      });

      test("lets a job be done late, as long as nobody else has taken it", async () => {
        const queue = randomUUID();
        await here.queue.push(opened.db, queue, 1);
        const job = await here.queue.take(queue, { visibility: 20, maxAttempts: 3 });
        await sleep(60);
        expect(await there.queue.length(queue)).toBe(1);
        expect(await here.queue.acknowledge(job!)).toBe(true);
        expect(await there.queue.take(queue, options)).toBeNull();
      });

      test("shows the jobs that were given up latest first, and no more of them than are asked for", async () => {
        const queue = randomUUID();
        for (const payload of ["a", "b", "c"]) {
          await here.queue.push(opened.db, queue, payload);
          const job = await here.queue.take(queue, options);
          expect(await there.queue.retry(job!, { error: `no ${payload}`, delay: 0, maxAttempts: 1 })).toBe(true);
          expect(await there.queue.acknowledge(job!)).toBe(false);
        }
        expect((await here.queue.dead(queue, 2)).map(({ error }) => error)).toEqual(["no c", "no b"]);
      });

      test("carries any JSON", async () => {
        const queue = randomUUID();
        for (const payload of [null, "text", 1.5, [], { "a b": [null, { c: "ü" }] }]) {
          await here.queue.push(opened.db, queue, payload);
          const job = await here.queue.take(queue, options);
          expect(job!.payload).toEqual(payload);
        }
      });

      test("has a job if and only if its transaction commits", async () => {
        const queue = randomUUID();
        const failing = opened.db.transaction(async (db) => {
          await here.queue.push(db, queue, "never");
          throw new Error("no");
        });
        await expect(failing).rejects.toThrow("no");
        expect(await here.queue.take(queue, options)).toBeNull();
        await opened.db.transaction((db) => here.queue.push(db, queue, "yes"));
        expect(await here.queue.take(queue, options)).toMatchObject({ payload: "yes" });
      });

      test("keeps a job back until its delay is over", async () => {
        const queue = randomUUID();
        await here.queue.push(opened.db, queue, "later", SHORT);
        expect(await here.queue.take(queue, options)).toBeNull();
        await sleep(SHORT + 50);
        expect(await here.queue.take(queue, options)).toMatchObject({ payload: "later" });
      });

      test("forgets a job that is acknowledged", async () => {
        const queue = randomUUID();
        await here.queue.push(opened.db, queue, 1);
        const job = await here.queue.take(queue, options);
        expect(await here.queue.acknowledge(job!)).toBe(true);
        expect(await here.queue.length(queue)).toBe(0);
        expect(await here.queue.acknowledge(job!)).toBe(false);
      });

      test("gives a job to another when its taker does not come back, and then no longer listens to the first", async () => {
        const queue = randomUUID();
        await here.queue.push(opened.db, queue, 1);
        const lost = await here.queue.take(queue, { visibility: SHORT, maxAttempts: 3 });
        await sleep(SHORT + 50);
        const taken = await there.queue.take(queue, options);
        expect(taken).toMatchObject({ id: lost!.id, attempts: 2 });
        expect(await here.queue.acknowledge(lost!)).toBe(false);
        expect(await here.queue.retry(lost!, { error: "late", delay: 0, maxAttempts: 3 })).toBe(false);
        expect(await there.queue.acknowledge(taken!)).toBe(true);
      });

      test("tries a job that failed again, and gives it up after the last attempt", async () => {
        const queue = randomUUID();
        await here.queue.push(opened.db, queue, { mail: 1 });
        for (const attempt of [1, 2, 3]) {
          const job = await here.queue.take(queue, options);
          expect(job!.attempts).toBe(attempt);
          await here.queue.retry(job!, { error: `failed ${attempt}`, delay: 0, maxAttempts: 3 });
        }
        expect(await here.queue.take(queue, options)).toBeNull();
        expect(await here.queue.length(queue)).toBe(0);
        expect(await there.queue.dead(queue, 10)).toEqual([
          { id: expect.any(String), payload: { mail: 1 }, attempts: 3, error: "failed 3" },
        ]);
      });

      test("gives up a job that kills whoever takes it", async () => {
        const queue = randomUUID();
        await here.queue.push(opened.db, queue, "poison");
        for (const _ of [1, 2]) {
          expect(await here.queue.take(queue, { visibility: 1, maxAttempts: 2 })).not.toBeNull();
          await sleep(20);
        }
        expect(await here.queue.take(queue, { visibility: 1, maxAttempts: 2 })).toBeNull();
        expect(await here.queue.dead(queue, 10)).toMatchObject([{ payload: "poison", attempts: 2 }]);
      });

      test("waits between two attempts for as long as it is told", async () => {
        const queue = randomUUID();
        await here.queue.push(opened.db, queue, 1);
        const job = await here.queue.take(queue, options);
        await here.queue.retry(job!, { error: "busy", delay: SHORT, maxAttempts: 3 });
        expect(await here.queue.take(queue, options)).toBeNull();
        await sleep(SHORT + 50);
        expect(await here.queue.take(queue, options)).toMatchObject({ attempts: 2 });
      });
    });

    describe("the bus", () => {
      const heard = async (list: readonly string[], count: number) => {
        for (let tries = 0; tries < 100 && list.length < count; tries++) await sleep(20);
        return list;
      };

      test("carries messages to every node, in order", async () => {
        const channel = randomUUID();
        const [first, second]: string[][] = [[], []];
        await here.bus.subscribe(channel, (message) => first!.push(message));
        await there.bus.subscribe(channel, (message) => second!.push(message));
        for (const message of ["41", "42", "ü"]) await here.bus.publish(channel, message);
        expect(await heard(first!, 3)).toEqual(["41", "42", "ü"]);
        expect(await heard(second!, 3)).toEqual(["41", "42", "ü"]);
      });

      test("carries long messages whole, also when several are sent at once", async () => {
        const channel = randomUUID();
        const messages: string[] = [];
        await here.bus.subscribe(channel, (message) => messages.push(message));
        const sent = ["ü🎬", "a", "b"].map((text) => text.repeat(20_000));
        await Promise.all(sent.map((message, index) => (index % 2 ? here : there).bus.publish(channel, message)));
        expect([...(await heard(messages, 3))].sort()).toEqual(sent.sort());
      });

      test("keeps channels apart, and stops when it is told", async () => {
        const [channel, other] = [randomUUID(), randomUUID()];
        const messages: string[] = [];
        const stop = await here.bus.subscribe(channel, (message) => messages.push(message));
        await there.bus.publish(other, "not for us");
        await there.bus.publish(channel, "for us");
        expect(await heard(messages, 1)).toEqual(["for us"]);
        stop();
        await there.bus.publish(channel, "too late");
        await sleep(SHORT);
        expect(messages).toEqual(["for us"]);
      });

      test("goes on when a listener fails", async () => {
        const channel = randomUUID();
        const messages: string[] = [];
        await here.bus.subscribe(channel, () => {
          throw new Error("broken");
        });
        await here.bus.subscribe(channel, (message) => messages.push(message));
        await there.bus.publish(channel, "1");
        expect(await heard(messages, 1)).toEqual(["1"]);
      });
    });
  });
}
