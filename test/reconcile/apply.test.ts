import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { JsonObject } from "../../kernel/base/json.ts";
import { kindOf } from "../../kernel/kinds/kinds.ts";
import type { Db } from "../../kernel/model/db.ts";
import { exitCodeOf } from "../../kernel/model/plan.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { takeApplyLock } from "../../kernel/reconcile/apply/lock.ts";
import { readGeneration } from "../../kernel/reconcile/history/store.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { desiredOf } from "../support/desired.ts";
import { FILMS } from "../support/film-specs.ts";

const options = { appliedBy: "test", clock: { now: () => Date.UTC(2026, 0, 1) } };

let database: TestDatabase;
let db: Db;
beforeEach(async () => {
  database = await openTestDatabase();
  db = database.db;
});
afterEach(() => database.close());

test("an apply makes a generation, with a record of who and what; applying again makes none", async () => {
  const desired = desiredOf(FILMS);
  const { plan, ...result } = await applyPlan(db, desired, options);
  expect(result).toEqual({ generation: 1, applied: true });
  expect(await readGeneration(db)).toEqual({
    generation: 1,
    appliedAt: options.clock.now(),
    appliedBy: "test",
    packsHash: plan.packsHash,
  });
  expect(await db.many(sql.unsafe`select actor, action, subject, detail from audit`)).toEqual([
    { actor: "test", action: "apply", subject: "generation 1", detail: { generation: 1, ...plan.summary } },
  ]);
  const row = await db.one<{ state_hash: string }>(sql.unsafe`select state_hash from pack_apply`);
  expect(row.state_hash).toBe((await makePlan(db, desired)).stateHash);

  expect(await applyPlan(db, desired, options)).toMatchObject({ generation: 1, applied: false });
  expect(await db.many(sql.unsafe`select from pack_apply`)).toHaveLength(1);
});

test("the live state is read back as it was declared", async () => {
  await applyPlan(db, desiredOf(FILMS), options);
  for (const { kind, name, spec } of desiredOf(FILMS).objects) {
    const live = (await kindOf(kind).read(db)).get(name);
    expect(live).toEqual(spec);
    if (kind === "type") expect(Object.keys(live!["fields"]!)).toEqual(Object.keys(spec["fields"]!));
  }
});

test("a tag keeps its id while others come and go around it", async () => {
  const tags = (...labels: (string | object)[]) =>
    desiredOf({ "vocabulary.genre": { label: "Genre", hierarchy: "single", tags: labels as string[] } });
  const ids = async () => {
    const rows = await db.many<{ label: string; id: string }>(sql.unsafe`select label, id from category_tag`);
    return Object.fromEntries(rows.map(({ label, id }) => [label, id]));
  };
  await applyPlan(db, tags("Drama", { Comedy: ["Satire"] }), options);
  const before = await ids();
  await applyPlan(db, tags("Western", { Comedy: ["Farce", "Satire"] }, "Drama"), options);
  expect(await ids()).toMatchObject(before);
});

test("a tag with several parents is one tag", async () => {
  const tags: JsonObject[] = [{ Comedy: ["Dramedy"] }, { Drama: ["Dramedy"] }];
  const spec = { label: "Genre", hierarchy: "multiple", tags };
  await applyPlan(db, desiredOf({ "vocabulary.genre": spec }), options);
  expect(await db.many(sql.unsafe`select from category_tag`)).toHaveLength(3);
  expect((await makePlan(db, desiredOf({ "vocabulary.genre": spec }))).changes).toEqual([]);
});

test("drift stays until it is to be reverted", async () => {
  const desired = desiredOf(FILMS);
  await applyPlan(db, desired, options);
  await db.run(sql.unsafe`update item_type set label = 'Edited'`);
  await db.run(sql.unsafe`delete from gather`);
  const plan = await makePlan(db, desired);
  expect([exitCodeOf(plan), plan.drift.map(({ address }) => address)]).toEqual([0, ["type.film", "gather.films"]]);
  expect(await applyPlan(db, desired, options)).toMatchObject({ applied: false });

  const reverting = await makePlan(db, desired, { revertDrift: true });
  expect(reverting.changes.map(({ address, action }) => [address, action])).toEqual([
    ["type.film", "update"],
    ["gather.films", "create"],
  ]);
  await applyPlan(db, desired, { ...options, revertDrift: true });
  expect(await makePlan(db, desired)).toMatchObject({ changes: [], drift: [] });
});

test("an object may move to another pack", async () => {
  await applyPlan(db, desiredOf({ "role.critic": { label: "Critic" } }, "films"), options);
  const moved = desiredOf({ "role.critic": { label: "Critic" } }, "people");
  const { plan } = await applyPlan(db, moved, options);
  expect(plan.changes).toMatchObject([{ action: "update", impact: "moves from pack films to pack people", lines: [] }]);
  expect((await makePlan(db, moved)).changes).toEqual([]);
});

test("a change on the site that would leave the packs' change in pieces blocks it", async () => {
  const displays = (title: string | null): JsonObject[] => [
    { id: "page", display_type: "page", path: "/films" },
    { id: "block", display_type: "block", ...(title !== null && { title }) },
  ];
  const spec = { label: "Films", base_table: "item" };
  await applyPlan(db, desiredOf({ "gather.films": { ...spec, displays: displays(null) } }), options);
  await db.run(sql.unsafe`update gather set spec = jsonb_set(spec, '{displays}', (spec -> 'displays') - 1)`);
  const plan = await makePlan(db, desiredOf({ "gather.films": { ...spec, displays: displays("New") } }));
  expect(plan.changes.at(-1)).toMatchObject({ address: "gather.films", blocked: true });
  expect(exitCodeOf(plan)).toBe(3);
});

test("of two applies at once one waits, and finds nothing to do", async () => {
  const desired = desiredOf(FILMS);
  const both = await Promise.all([applyPlan(db, desired, options), applyPlan(db, desired, options)]);
  expect(both.map(({ applied }) => applied).sort()).toEqual([false, true]);
  expect(both.map(({ generation }) => generation)).toEqual([1, 1]);
});

test("who cannot get the lock is told who holds it, and since when", async () => {
  await db.transaction(async (holder) => {
    await takeApplyLock(holder, "somebody", 0);
    const refused = applyPlan(db, desiredOf(FILMS), { ...options, patience: 150 });
    await expect(refused).rejects.toMatchObject({
      code: "reconcile.locked",
      message: expect.stringMatching(/^Another apply \(trovato apply by somebody\) holds the lock since 2\d{3}-.*Z\.$/),
    });
  });
  expect(await readGeneration(db)).toBeNull();
  expect(await applyPlan(db, desiredOf(FILMS), options)).toMatchObject({ applied: true });
});

test("a plan that was agreed to is refused once something else is true", async () => {
  const desired = desiredOf({ "role.critic": { label: "Critic" } });
  const agreed = await makePlan(db, desired);
  const other = desiredOf({ "role.critic": { label: "Reviewer" } });
  await expect(applyPlan(db, other, { ...options, agreed })).rejects.toMatchObject({ code: "reconcile.stale" });
  // What the site does beside it changes nothing of what the plan does; what it does to the same role does.
  await db.run(sql.unsafe`insert into variable values ('new', '1')`);
  await db.run(sql.unsafe`insert into role (id, name, label) values (gen_random_uuid(), 'critic', 'Judge')`);
  await expect(applyPlan(db, desired, { ...options, agreed })).rejects.toMatchObject({ code: "reconcile.stale" });
  await db.run(sql.unsafe`delete from role where name = 'critic'`);
  expect(await applyPlan(db, desired, { ...options, agreed })).toMatchObject({ applied: true });
});

test("an apply that fails in the middle leaves everything as it was", async () => {
  await applyPlan(db, desiredOf({ "role.critic": { label: "Critic" } }), options);
  const before = (await makePlan(db, desiredOf({}))).stateHash;
  // The database itself refuses one of the last objects that are written.
  await db.run(sql.unsafe`alter table menu add constraint no_menu check (name <> 'main')`);
  await expect(applyPlan(db, desiredOf(FILMS), options)).rejects.toThrow("no_menu");
  expect((await makePlan(db, desiredOf({}))).stateHash).toBe(before);
  expect((await readGeneration(db))?.generation).toBe(1);
});

test("what a kind does not write as it says is noticed, and not kept", async () => {
  await db.run(sql.unsafe`create function meddle() returns trigger language plpgsql as
    'begin new.label := new.label || ''!''; return new; end'`);
  await db.run(sql.unsafe`create trigger meddle before insert on role for each row execute function meddle()`);
  const refused = applyPlan(db, desiredOf({ "role.critic": { label: "Critic" } }), options);
  await expect(refused).rejects.toMatchObject({ code: "internal.unexpected" });
  expect(await readGeneration(db)).toBeNull();
});
