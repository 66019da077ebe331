import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { Db } from "../../kernel/model/db.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { holdBackWrites } from "../../kernel/reconcile/apply/lock.ts";
import type { SettleOptions } from "../../kernel/reconcile/compare/settle.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
import { desiredOf } from "../support/desired.ts";

const options = { appliedBy: "test" };

let database: TestDatabase;
let db: Db;
beforeEach(async () => {
  database = await openTestDatabase();
  db = database.db;
});
afterEach(() => database.close());

const labels = () => db.many(sql.unsafe`select name, label from role order by name`);
const roles = (critic: string, editor: string): Declared => ({
  "role.critic": { label: critic },
  "role.editor": { label: editor },
});

/** Two roles that the site and the packs have both changed. */
async function inConflict(): Promise<Declared> {
  await applyPlan(db, desiredOf(roles("Critic", "Editor")), options);
  await db.run(sql.unsafe`update role set label = 'Site'`);
  return roles("Packs", "Packs");
}

test("a conflict is settled one by one: for the packs, or for the site, which is drift from then on", async () => {
  const desired = desiredOf(await inConflict());
  const refused = (settle: SettleOptions) =>
    expect(applyPlan(db, desired, { ...options, ...settle })).rejects.toMatchObject({ code: "reconcile.blocked" });
  await refused({});
  await refused({ ours: ["role.critic"] });
  await refused({ ours: ["role.critic.weight", "role"], theirs: ["role.editor"] });
  await applyPlan(db, desired, { ...options, ours: ["role.critic.label"], theirs: ["role.editor"] });
  expect(await labels()).toEqual([
    { name: "critic", label: "Packs" },
    { name: "editor", label: "Site" },
  ]);
  const plan = await makePlan(db, desired);
  expect([plan.changes, plan.drift.map(({ address }) => address)]).toEqual([[], ["role.editor"]]);
});

test("a file that says what the site says settles it too", async () => {
  await inConflict();
  const { plan } = await applyPlan(db, desiredOf(roles("Site", "Site")), options);
  expect(plan.summary).toMatchObject({ adopt: 2, blocked: 0 });
});

test("what was deleted on the site comes back, or stays away", async () => {
  await inConflict();
  await db.run(sql.unsafe`delete from role`);
  const desired = desiredOf(roles("Packs", "Packs"));
  await applyPlan(db, desired, { ...options, ours: ["role.critic"], theirs: ["role.editor"] });
  expect(await labels()).toEqual([{ name: "critic", label: "Packs" }]);
  const plan = await makePlan(db, desired);
  expect([plan.changes, plan.drift.map(({ address, isGone }) => [address, isGone])]).toEqual([
    [],
    [["role.editor", true]],
  ]);
});

test("what the packs give up goes, or stays as the site's own", async () => {
  await inConflict();
  await applyPlan(db, desiredOf({}), { ...options, ours: ["role.critic"], theirs: ["role.editor"] });
  expect(await labels()).toEqual([{ name: "editor", label: "Site" }]);
  expect(await makePlan(db, desiredOf({}))).toMatchObject({ changes: [], drift: [] });
});

test("an apply waits for what others hold no longer than it may, and applies nothing then", async () => {
  const desired = desiredOf(roles("Critic", "Editor"));
  await db.transaction(async (other) => {
    await holdBackWrites(other);
    const refused = applyPlan(db, desired, { ...options, lockTimeout: 100 });
    await expect(refused).rejects.toMatchObject({
      code: "reconcile.locked",
      message: expect.stringContaining("100 ms"),
    });
  });
  expect(await labels()).toEqual([]);
  await applyPlan(db, desired, options);
});
