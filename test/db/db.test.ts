import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { migrate } from "../../kernel/db/migrate.ts";
import { openPool } from "../../kernel/db/pool.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe("the pool", () => {
  test("reads types as the door promises", async () => {
    const row = await database.db.one(
      sql.unsafe`select 12::int8 as big, 1.5::numeric as exact, timestamptz '2026-01-02T03:04:05.678Z' as at, ${sql.jsonb({ a: [1] })} as json`,
    );
    expect(row).toEqual({ big: 12, exact: 1.5, at: Date.UTC(2026, 0, 2, 3, 4, 5, 678), json: { a: [1] } });
  });

  test("keeps nothing of a transaction that throws, and only the inner part of a nested one", async () => {
    const set = (name: string) => sql.unsafe`insert into variable (name, value) values (${name}, 'true')`;
    await expect(
      database.db.transaction(async (outer) => {
        await outer.run(set("lost"));
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await database.db.transaction(async (outer) => {
      await outer.run(set("outer"));
      await outer
        .transaction(async (inner) => {
          await inner.run(set("inner"));
          throw new Error("no");
        })
        .catch(() => {});
    });
    const rows = await database.db.many<{ name: string }>(sql.unsafe`select name from variable`);
    expect(rows.map((row) => row.name)).toEqual(["outer"]);
  });

  test("says which row is missing", async () => {
    await expect(database.db.one(sql.unsafe`select 1 where false`)).rejects.toMatchObject({ code: "db.row_missing" });
  });

  test("is refused with a hint where there is no server", async () => {
    await expect(openPool("postgres://x:y@127.0.0.1:1/z")).rejects.toMatchObject({ code: "db.unavailable" });
  });
});

describe("migrations", () => {
  const migration = (name: string, text: string) => ({ name, sql: text, checksum: text });
  test("run once, in order", async () => {
    const list = [migration("9001_a.sql", "create table a (x int)"), migration("9002_b.sql", "create table b (x int)")];
    expect(await migrate(database.url, list)).toEqual(["9001_a.sql", "9002_b.sql"]);
    expect(await migrate(database.url, list)).toEqual([]);
  });
  test("refuse one that was edited", async () => {
    await migrate(database.url, [migration("9003_c.sql", "create table c (x int)")]);
    await expect(migrate(database.url, [migration("9003_c.sql", "create table c (y int)")])).rejects.toMatchObject({
      code: "db.migration_edited",
    });
  });
  test("leave the database as it was when one fails", async () => {
    const broken = migration("9004_d.sql", "create table d (x int); select nonsense;");
    await expect(migrate(database.url, [broken])).rejects.toMatchObject({ code: "db.migration_failed" });
    await expect(database.db.run(sql.unsafe`select * from d`)).rejects.toThrow();
  });
  test("keep revisions immutable", async () => {
    await database.db.run(sql.unsafe`insert into item_type (type, label, settings) values ('t', 'T', '{}')`);
    const id = "018f0000-0000-7000-8000-000000000001";
    await database.db.transaction(async (db) => {
      await db.run(
        sql.unsafe`insert into item (id, current_revision_id, type, title, author_id) values (${id}, ${id}, 't', 'x', ${id})`,
      );
      await db.run(
        sql.unsafe`insert into item_revision (id, item_id, title, fields, status, promote, sticky, author_id, langcode) values (${id}, ${id}, 'x', '{}', 1, false, false, ${id}, 'und')`,
      );
    });
    await expect(database.db.run(sql.unsafe`update item_revision set title = 'y'`)).rejects.toThrow(/immutable/);
    await expect(database.db.run(sql.unsafe`delete from item_revision`)).rejects.toThrow(/immutable/);
    expect(await database.db.run(sql.unsafe`delete from item`)).toBe(1);
    expect(await database.db.many(sql.unsafe`select from item_revision`)).toEqual([]);
  });
});

describe("a statement that repeats", () => {
  test("is prepared after some uses, with the same answers", async () => {
    const ask = (n: number) => database.db.one<{ n: number }>(sql.unsafe`select ${n}::int + 1 as n`);
    for (let n = 0; n < 8; n++) expect((await ask(n)).n).toBe(n + 1);
    const { prepared } = await database.db.one<{ prepared: number }>(
      sql.unsafe`select count(*) as prepared from pg_prepared_statements where statement like 'select $1::int + 1 as n'`,
    );
    expect(prepared).toBe(1);
  });

  test("that gives up is told apart from others that fail", async () => {
    const slow = await openPool(database.url, { statementTimeout: 50, size: 1 });
    await expect(slow.db.run(sql.unsafe`select pg_sleep(1)`)).rejects.toMatchObject({ code: "db.unavailable" });
    await expect(slow.db.run(sql.unsafe`select 1 / 0`)).rejects.toMatchObject({ code: "22012" });
    await slow.close();
  });
});
