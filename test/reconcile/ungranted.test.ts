import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import { formatPlan } from "../../kernel/telling/plan-text.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { desiredOf } from "../support/desired.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const plugin = (granted: object, version = "1.0.0") =>
  desiredOf({
    "plugin.films": {
      ...{ name: "films", version, description: "Films", abi: 1, taps: { implements: [] }, sha256: "0" },
      requests: { db: { read: ["item", "users"], write: [] }, raw_sql: "read", queue: false },
      granted,
    } as never,
  });

test("rights that a manifest asks for and the site does not give are lines of the plan, with the YAML to add", async () => {
  const { db } = database;
  const wanted = plugin({ db: { read: ["item"], write: [] } });
  const lines = formatPlan(await makePlan(db, wanted)).split("\n");
  const told = lines.filter((line) => line.includes("not granted")).map((line) => line.trim().replace(/ {2,}/g, "  "));
  expect(told).toEqual([
    "! requests.db.read  [users]: asked for, and not granted  config/site.yaml grants it with plugins: { films: { grant: { db: { read: [users] } } } }",
    '! requests.raw_sql  "read": asked for, and not granted  config/site.yaml grants it with plugins: { films: { grant: { raw_sql: read } } }',
  ]);
  await applyPlan(db, wanted, { appliedBy: "test" });
  expect((await makePlan(db, wanted)).changes).toEqual([]);
  const all = plugin({ db: { read: ["item", "users"], write: [] }, raw_sql: "read" }, "1.1.0");
  expect(formatPlan(await makePlan(db, all))).not.toContain("not granted");
});
