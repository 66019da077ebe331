import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { openDatabaseToRead } from "../../kernel/boot/database.ts";
import { driftCommand } from "../../kernel/cli/drift.ts";
import { historyCommand } from "../../kernel/cli/history.ts";
import { planCommand } from "../../kernel/cli/plan.ts";
import { statusCommand } from "../../kernel/cli/status.ts";
import { readEnvironment } from "../../kernel/config/environment.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { desiredOf } from "../support/desired.ts";
import { storeItems } from "../support/stored-items.ts";

const root = join(import.meta.dirname, "../..");
const film = (type: string) =>
  desiredOf({ "type.film": { label: "Film", fields: { field_a: { type, label: "A" } } }, "role.r": { label: "R" } });

let database: TestDatabase;
let reader: string;
beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await applyPlan(db, film("text"), { appliedBy: "test" });
  await storeItems(db, [{ type: "film", fields: { field_a: { value: "7" } } }]);
  const name = `reader_${Date.now()}`;
  await db.run(sql.unsafe`create role ${sql.identifier([name])} login password 'look'`);
  await db.run(sql.unsafe`grant select on all tables in schema public to ${sql.identifier([name])}`);
  const url = new URL(database.url);
  [url.username, url.password] = [name, "look"];
  reader = url.href;
});
afterAll(async () => {
  const role = sql.identifier([new URL(reader).username]);
  await database.db.run(sql.unsafe`drop owned by ${role}`);
  await database.db.run(sql.unsafe`drop role ${role}`);
  await database.close();
});

const open = () => openDatabaseToRead(readEnvironment({ DATABASE_URL: reader }), root, root);

test("plan, drift, status and history need no more than reading", async () => {
  const { db, url, close } = await open();
  const out: string[] = [];
  const said = { out: (text: string) => void out.push(text), note: () => {} };
  const context = { db, url, desired: film("integer"), ci: true, ...said };
  expect(await planCommand(context)).toBe(2);
  expect(await driftCommand(context)).toBe(0);
  expect(await statusCommand(context)).toBe(0);
  expect(await historyCommand(context, {})).toBe(0);
  expect(out.join("")).toContain("the values of 1 item are converted");
  await close();
});

test("a schema that is older than the release is not touched, and said to be", async () => {
  await database.db.run(sql.unsafe`delete from migration where name = (select max(name) from migration)`);
  const before = await database.db.many(sql.unsafe`select name from migration`);
  await expect(open()).rejects.toMatchObject({ code: "db.pending", hint: expect.stringContaining("trovato migrate") });
  expect(await database.db.many(sql.unsafe`select name from migration`)).toEqual(before);
});
