import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { openListener } from "../../kernel/db/listen.ts";
import type { Log } from "../../kernel/model/log.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

const nothing = () => {};
const log: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("a listener whose connection is cut hears again, and tells that it may have missed something", async () => {
  const { db, url } = database;
  const gap = Promise.withResolvers<void>();
  const heard: string[] = [];
  const last = Promise.withResolvers<void>();
  let gaps = 0;
  const listener = openListener(url, log, () => {
    gaps += 1;
    gap.resolve();
  });
  await listener.listen("news", (message) => {
    heard.push(message);
    if (message === "last") last.resolve();
  });
  expect(gaps).toBe(0);
  await db.many(sql.unsafe`
    select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %' and datname = current_database()`);
  await gap.promise;
  await db.many(sql.unsafe`select pg_notify('news', 'last')`);
  await last.promise;
  expect([gaps, heard]).toEqual([1, ["last"]]);
  await listener.close();
});
