import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { Db } from "../../kernel/model/db.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { wayBackTo } from "../../kernel/reconcile/history/rollback.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import { readStatus } from "../../kernel/reconcile/plan/status.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { desiredOf } from "../support/desired.ts";

let database: TestDatabase;
let db: Db;
beforeEach(async () => {
  database = await openTestDatabase();
  db = database.db;
});
afterEach(() => database.close());

const role = (label: string) => desiredOf({ "role.critic": { label, permissions: [] } });
const apply = (label: string) => applyPlan(db, role(label), { appliedBy: "test" });

/** Reads the ledger and its versions once a later release has applied a kind of its own. */
const rows = () =>
  db.many(sql.unsafe`
    select 'now' as at, kind, name, spec from pack_object where kind = 'hologram'
    union all select generation::text, kind, name, spec from pack_version where kind = 'hologram'`);

test("an object of a kind that only a later release knows is left alone, and named; the way back works", async () => {
  await apply("One");
  await apply("Two");
  const hero = sql.fragment`'hologram', 'hero', 'films', 'packs/films/holograms/hero.yaml', '{"depth": 3}'::jsonb`;
  await db.run(sql.unsafe`insert into pack_object (owner, kind, name, pack, source, spec) select 'pack', ${hero}`);
  await db.run(sql.unsafe`insert into pack_version (generation, kind, name, pack, source, spec) select 2, ${hero}`);
  const before = await rows();
  const plan = await makePlan(db, role("Three"));
  expect(plan.summary).toMatchObject({ change: 1, remove: 0, forget: 0, blocked: 0 });
  expect(plan.warnings.map(({ message }) => message)).toEqual([
    "hologram.hero is of a kind that this release does not know; it stays as it is.",
  ]);
  expect((await readStatus(db, role("Two"))).unknown).toEqual(["hologram.hero"]);
  await apply("Three");
  const { desired } = await wayBackTo(db, 1, role("Three"));
  await applyPlan(db, desired, { appliedBy: "test", rollbackTo: 1 });
  expect(await db.many(sql.unsafe`select label from role where name = 'critic'`)).toEqual([{ label: "One" }]);
  expect(await rows()).toEqual(before);
});

test("a plan that was agreed to is carried out though the site went on, as long as it is the same line for line", async () => {
  const place = { label: "Place", hierarchy: "none" };
  await applyPlan(db, desiredOf({ "vocabulary.place": place }), { appliedBy: "test" });
  const wanted = desiredOf({ "vocabulary.place": place, "role.ed": { label: "Ed", permissions: [] } });
  const agreed = await makePlan(db, wanted);
  await db.run(sql.unsafe`
    insert into category_tag (id, category_id, label) select gen_random_uuid(), id, 'Rock' from category`);
  expect(await applyPlan(db, wanted, { appliedBy: "test", agreed })).toMatchObject({ applied: true });
});
