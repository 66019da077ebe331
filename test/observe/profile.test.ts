import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { Db } from "../../kernel/model/db.ts";
import type { Log } from "../../kernel/model/log.ts";
import { createProfile, profiledDb } from "../../kernel/observe/profile.ts";
import { logRequest, SLOW_REQUEST_MS } from "../../kernel/observe/request-line.ts";

const statement = sql.unsafe`select 1`;

/** A database whose every statement takes 10 ms. */
const slowDb: Db = {
  many: () => delay(10, []),
  maybe: () => delay(10, null),
  one: () => Promise.reject(new Error("no row")),
  run: () => delay(10, 0),
  transaction: (work) => work(slowDb),
  until: () => slowDb,
};

test("statements are counted and timed, also those of transactions and those that fail", async () => {
  const profile = createProfile();
  const db = profiledDb(slowDb, profile);
  await db.many(statement);
  await db.transaction((inner) => inner.transaction((innermost) => innermost.run(statement)));
  await expect(db.one(statement)).rejects.toThrow("no row");
  expect(profile.queries).toBe(3);
  expect(profile.databaseMs).toBeGreaterThanOrEqual(18);
});

function levelOf(profile: ReturnType<typeof createProfile>): [string, object] {
  let line: [string, object] = ["", {}];
  const record = (level: string) => (fields: object) => {
    line = [level, fields];
  };
  const log: Log = { debug: record("debug"), info: record("info"), warn: record("warn"), error: record("error") };
  logRequest(log, { id: "r1", method: "GET", path: "/films", status: 200, profile });
  return line;
}

test("an answered request is a line with where its time went", () => {
  const [level, fields] = levelOf({ ...createProfile(), queries: 2, databaseMs: 1.234, taps: 3, tapMs: 0.5 });
  expect(level).toBe("info");
  expect(fields).toMatchObject({ id: "r1", path: "/films", status: 200, db: 1.23, queries: 2, taps: 3, tapMs: 0.5 });
});

test("a slow request is a warning", () => {
  const [level] = levelOf({ ...createProfile(), started: performance.now() - SLOW_REQUEST_MS - 1 });
  expect(level).toBe("warn");
});
