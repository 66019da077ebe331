import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { applyPlan } from "../../kernel/reconcile/apply.ts";
import { formatPlan } from "../../kernel/reconcile/format-plan.ts";
import { makePlan } from "../../kernel/reconcile/make-plan.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { desiredOf } from "./desired.ts";
import { FILMS } from "./films.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("an apply writes what the packs ask for, and the plan after it is empty", async () => {
  const { db } = database;
  const desired = desiredOf(FILMS);
  console.log(formatPlan(await makePlan(db, desired)));
  expect(await applyPlan(db, desired, { appliedBy: "test" })).toMatchObject({ generation: 1, applied: true });
  const plan = await makePlan(db, desired);
  expect(formatPlan(plan)).toBe("No changes.\n");
  expect(await applyPlan(db, desired, { appliedBy: "test" })).toMatchObject({ generation: 1, applied: false });
});
