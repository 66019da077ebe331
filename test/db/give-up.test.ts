import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { DbPool } from "../../kernel/db/pool.ts";
import { openPool } from "../../kernel/db/pool.ts";
import type { Db } from "../../kernel/model/db.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

let database: TestDatabase;
let pool: DbPool;
beforeAll(async () => {
  database = await openTestDatabase();
  pool = await openPool(database.url, { size: 2 });
});
afterAll(async () => {
  await pool?.close();
  await database?.close();
});

const SLEEP = sql.unsafe`select pg_sleep(30)`;
const set = (name: string) => sql.unsafe`insert into variable (name, value) values (${name}, 'true')`;
const names = async () =>
  (await database.db.many<{ name: string }>(sql.unsafe`select name from variable order by name`)).map(
    ({ name }) => name,
  );

/** How many statements that sleep still run, once there was time to end them. */
async function sleeping(): Promise<number> {
  const count = () =>
    database.db.one<{ count: number }>(sql.unsafe`
      select count(*) as count from pg_stat_activity
      where datname = current_database() and state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()`);
  for (let tries = 0; tries < 40 && (await count()).count > 0; tries++) await delay(25);
  return (await count()).count;
}

/** Aborts a little later, when the statement is under way. */
function soon(): AbortSignal {
  const aborting = new AbortController();
  setTimeout(() => aborting.abort(), 100);
  return aborting.signal;
}

describe("what nobody waits for any longer", () => {
  test("is cancelled, and its connection used again", async () => {
    const process = () => pool.db.one(sql.unsafe`select pg_backend_pid() as process`);
    const started = performance.now();
    const all = Array.from({ length: 8 }, () => pool.db.until(soon()).run(SLEEP));
    const ended = await Promise.allSettled(all);
    expect(ended.map((one) => one.status === "rejected" && one.reason.code)).toEqual(Array(8).fill("db.given_up"));
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await sleeping()).toBe(0);
    expect(await Promise.all([process(), process()])).toHaveLength(2);
  });

  test("never begins once it is over", async () => {
    const over = pool.db.until(AbortSignal.abort());
    await expect(over.run(set("late"))).rejects.toMatchObject({ code: "db.given_up" });
    await expect(over.transaction((db) => db.run(set("late")))).rejects.toMatchObject({ code: "db.given_up" });
    expect(await names()).not.toContain("late");
  });

  test("is undone under its savepoint alone", async () => {
    await pool.db.transaction(async (outer) => {
      await outer.run(set("before"));
      const given = outer.until(soon()).transaction(async (inner) => {
        await inner.run(set("undone"));
        await inner.run(SLEEP);
      });
      await expect(given).rejects.toMatchObject({ code: "db.given_up" });
      await outer.run(set("after"));
    });
    expect(await names()).toEqual(expect.arrayContaining(["after", "before"]));
    expect(await names()).not.toContain("undone");
    expect(await sleeping()).toBe(0);
  });

  test("that was cancelled again and again leaves what it shares a connection with alone", async () => {
    const one = await openPool(database.url, { size: 1 });
    try {
      for (let round = 0; round < 40; round++) {
        const aborting = new AbortController();
        const short = one.db.until(aborting.signal).run(sql.unsafe`select pg_sleep(${round / 4_000})`);
        setTimeout(() => aborting.abort(), 5);
        await short.catch(() => {});
        expect(await one.db.one(sql.unsafe`select 1 as one from pg_sleep(0.001)`)).toEqual({ one: 1 });
      }
    } finally {
      await one.close();
    }
  });
});

describe("a transaction", () => {
  test("ends after what was begun in it, and nothing begins in it afterwards", async () => {
    let late: Promise<unknown> | undefined;
    let kept: Db | undefined;
    await pool.db.transaction(async (outer) => {
      const failing = outer.transaction(async (inner) => {
        kept = inner;
        const slow = inner.run(sql.unsafe`select pg_sleep(0.1)`);
        late = slow.then(() => inner.run(set("leaked")));
        late.catch(() => {});
        throw new Error("on purpose");
      });
      await expect(failing).rejects.toThrow("on purpose");
      await outer.run(set("outside"));
    });
    await expect(late).rejects.toMatchObject({ code: "db.given_up" });
    await expect(kept!.run(set("leaked"))).rejects.toMatchObject({ code: "db.given_up" });
    expect(await names()).toContain("outside");
    expect(await names()).not.toContain("leaked");
  });

  test("under another sets its savepoint when it asks the database something", async () => {
    const back = sql.unsafe`rollback to savepoint slonik_savepoint_1`;
    const asks = pool.db.transaction(async (outer) => {
      await outer.transaction((inner) => inner.run(set("asked")));
      await outer.run(back);
    });
    await expect(asks).resolves.toBeUndefined();
    const asksNothing = pool.db.transaction(async (outer) => {
      await outer.transaction((inner) => inner.transaction(async () => {}));
      await outer.run(back);
    });
    await expect(asksNothing).rejects.toMatchObject({ code: "3B001" });
  });

  test("within others takes back what it did, at any depth", async () => {
    await pool.db.transaction(async (outer) => {
      await outer
        .transaction((middle) =>
          middle.transaction(async (inner) => {
            await inner.run(set("deep"));
            throw new Error("on purpose");
          }),
        )
        .catch(() => {});
      await outer
        .transaction(async (middle) => {
          await middle.transaction((inner) => inner.run(set("kept deep")));
          await middle.run(sql.unsafe`select 1 / 0`).catch(() => {});
          throw new Error("on purpose");
        })
        .catch(() => {});
      await outer.transaction((middle) => middle.transaction((inner) => inner.run(set("really kept"))));
    });
    expect(await names()).toContain("really kept");
    expect(await names()).not.toContain("deep");
    expect(await names()).not.toContain("kept deep");
  });
});
