import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { applyCommand } from "../../kernel/cli/apply.ts";
import type { Db } from "../../kernel/model/db.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { forgetObject } from "../../kernel/reconcile/apply/forget.ts";
import { readAppliedPlan, readHistory } from "../../kernel/reconcile/history/read-history.ts";
import type { WayBackOptions } from "../../kernel/reconcile/history/rollback.ts";
import { wayBackTo } from "../../kernel/reconcile/history/rollback.ts";
import { readLedger } from "../../kernel/reconcile/history/store.ts";
import { readVersion } from "../../kernel/reconcile/history/versions.ts";
import { findDrift } from "../../kernel/reconcile/plan/drift.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { ObjectState } from "../../kernel/reconcile/plan/status.ts";
import { readStatus } from "../../kernel/reconcile/plan/status.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
import { desiredOf } from "../support/desired.ts";
import { storeItems } from "../support/stored-items.ts";

const appliedBy = "test";
const role = (label: string, weight = 0) => ({ label, weight });
const FILM = { label: "Film", fields: { field_year: { type: "integer", label: "Year" } } };

let database: TestDatabase;
let db: Db;
beforeEach(async () => {
  database = await openTestDatabase();
  db = database.db;
});
afterEach(() => database.close());

const apply = (declared: Declared) => applyPlan(db, desiredOf(declared), { appliedBy });

async function statesOf(declared: Declared): Promise<{ [address: string]: ObjectState }> {
  const { objects } = await readStatus(db, desiredOf(declared));
  return Object.fromEntries(objects.map(({ address, state }) => [address, state]));
}

test("status has a word for every object", async () => {
  const before = {
    "role.quiet": role("Quiet"),
    "role.waiting": role("Waiting"),
    "role.edited": role("Edited"),
    "role.both": role("Both"),
    "role.gone": role("Gone"),
    "role.leaving": role("Leaving"),
    "type.film": FILM,
  };
  await apply(before);
  const { "type.film": _, ...roles } = before;
  await apply(roles);
  await db.run(sql.unsafe`update role set label = 'By hand' where name in ('edited', 'both')`);
  await db.run(sql.unsafe`delete from role where name = 'gone'`);
  await db.run(sql.unsafe`insert into role (id, name, label) values (gen_random_uuid(), 'strange', 'Strange')`);

  const { "role.leaving": __, ...staying } = roles;
  const after = {
    ...staying,
    "role.waiting": role("Changed"),
    "role.both": role("Changed too"),
    "role.new": role("New"),
  };
  expect(await statesOf(after)).toEqual({
    "role.quiet": "in sync",
    "role.waiting": "pending",
    "role.edited": "drifted",
    "role.both": "conflict",
    "role.gone": "drifted",
    "role.leaving": "pending",
    "role.new": "pending",
    "role.strange": "unmanaged",
    "type.film": "forgotten",
  });
});

test("what drifted is found whatever the packs ask for now, and conflicts are drift too", async () => {
  await apply({ "role.critic": role("Critic") });
  expect((await findDrift(db, desiredOf({}))).drift).toEqual([]);
  await db.run(sql.unsafe`update role set label = 'By hand'`);
  const { drift } = await findDrift(db, desiredOf({ "role.critic": role("Reviewer") }));
  expect(drift).toMatchObject([
    { address: "role.critic", lines: [{ path: "label", before: "Critic", after: "By hand" }] },
  ]);
});

test("each generation can be read back as it was, and its plan too", async () => {
  const steps: Declared[] = [
    { "role.critic": role("Critic"), "type.film": FILM },
    { "role.critic": role("Reviewer", 2), "type.film": FILM, "setting.per_page": { value: 10 } },
    { "type.film": FILM, "setting.per_page": { value: 20 } },
  ];
  const ledgers = [];
  for (const step of steps) {
    await apply(step);
    ledgers.push(sorted(await readLedger(db)));
  }
  for (const [index, ledger] of ledgers.entries()) expect(sorted(await readVersion(db, index + 1))).toEqual(ledger);
  expect(await db.one(sql.unsafe`select count(*)::int as rows from pack_version`)).toEqual({ rows: 6 });

  const history = await readHistory(db, 10);
  expect(
    history.map(({ generation, appliedBy: by, summary }) => [generation, by, summary.add, summary.remove]),
  ).toEqual([
    [3, "test", 0, 1],
    [2, "test", 1, 0],
    [1, "test", 2, 0],
  ]);
  const { changes } = await readAppliedPlan(db, 3);
  expect(changes.map(({ address, action }) => [address, action])).toEqual([
    ["setting.per_page", "update"],
    ["role.critic", "remove"],
  ]);
  await expect(readAppliedPlan(db, 4)).rejects.toMatchObject({ code: "reconcile.no_generation" });
});

const sorted = <T extends { kind: string; name: string }>(entries: readonly T[]) =>
  entries.toSorted((one, other) => (`${one.kind}.${one.name}` < `${other.kind}.${other.name}` ? -1 : 1));

test("a rollback brings back what was, as the next generation; what the packs ask for is pending then", async () => {
  const first = { "role.critic": role("Critic"), "template.page": { sha256: "a".repeat(64) } };
  const second = {
    "role.critic": role("Reviewer"),
    "role.other": role("Other"),
    "template.page": { sha256: "b".repeat(64) },
  };
  await apply(first);
  await apply(second);

  const { desired, keptFiles } = await wayBackTo(db, 1, desiredOf(second));
  expect(keptFiles).toEqual(["template.page"]);
  const { generation } = await applyPlan(db, desired, { appliedBy, rollbackTo: 1 });
  expect(generation).toBe(3);
  expect((await readHistory(db, 1))[0]).toMatchObject({ generation: 3, rollbackTo: 1 });
  expect(await db.many(sql.unsafe`select name, label from role`)).toEqual([{ name: "critic", label: "Critic" }]);
  expect(await statesOf(second)).toEqual({
    "role.critic": "pending",
    "role.other": "pending",
    "template.page": "in sync",
  });
  // The release of that generation is in place again: nothing but its files is left to do.
  expect((await makePlan(db, desiredOf(first))).changes.map(({ address }) => address)).toEqual(["template.page"]);
});

test("files go back too where those of that generation are in place", async () => {
  const first = { "template.page": { sha256: "a".repeat(64) } };
  await apply(first);
  await apply({ "template.page": { sha256: "b".repeat(64) } });
  const { desired, keptFiles } = await wayBackTo(db, 1, desiredOf(first));
  expect(keptFiles).toEqual([]);
  await applyPlan(db, desired, { appliedBy, rollbackTo: 1 });
  expect((await makePlan(db, desiredOf(first))).changes).toEqual([]);
});

test("what was renamed since moves back, with what it holds", async () => {
  const first = { "type.film": FILM };
  const second = {
    "type.movie": {
      ...{ label: "Movie", renamed_from: "film" },
      fields: { field_released: { type: "integer", label: "Year", renamed_from: "field_year" } },
    },
  };
  await apply(first);
  await storeItems(db, [{ type: "film", fields: { field_year: 1972 } }]);
  await apply(second);
  const { desired } = await wayBackTo(db, 1, desiredOf(second));
  const { summary } = await makePlan(db, desired);
  expect(summary).toMatchObject({ blocked: 0, remove: 0, forget: 0, destroy: 0 });
  await applyPlan(db, desired, { appliedBy, rollbackTo: 1 });
  expect(await db.many(sql.unsafe`select type, fields from item`)).toEqual([
    { type: "film", fields: { field_year: 1972 } },
  ]);
  expect((await makePlan(db, desiredOf(first))).changes).toEqual([]);
});

test("there is no way back to what never was", async () => {
  await expect(wayBackTo(db, 1, desiredOf({}))).rejects.toMatchObject({ code: "reconcile.no_generation" });
  await apply({ "role.critic": role("Critic") });
  await db.run(sql.unsafe`delete from pack_version`);
  await expect(wayBackTo(db, 1, desiredOf({}))).rejects.toThrow("What generation 1 held was not kept.");
});

test("what is forgotten stays as it is when the packs give it up, and is a generation of its own", async () => {
  await apply({ "role.critic": role("Critic"), "role.other": role("Other") });
  const now = { "role.other": role("Other") };
  expect((await makePlan(db, desiredOf(now))).summary.remove).toBe(1);
  await expect(forgetObject(db, "role.other", desiredOf(now), { appliedBy })).rejects.toMatchObject({
    code: "reconcile.still_declared",
  });
  await expect(forgetObject(db, "role.critik", desiredOf(now), { appliedBy })).rejects.toThrow(
    "Did you mean role.critic?",
  );

  expect(await forgetObject(db, "role.critic", desiredOf(now), { appliedBy })).toBe(2);
  expect((await makePlan(db, desiredOf(now))).changes).toEqual([]);
  expect(await statesOf(now)).toEqual({ "role.critic": "forgotten", "role.other": "in sync" });
  expect((await readAppliedPlan(db, 2)).changes).toMatchObject([{ address: "role.critic", action: "forget" }]);
  expect(await statesOf({ ...now, "role.critic": role("Critic") })).toMatchObject({ "role.critic": "pending" });
});

test("a rollback answers what a file would: values that do not convert back, and ones that are missing", async () => {
  const film = (field: object) => ({
    "type.film": { label: "Film", fields: { field_year: { label: "Year", ...field } } },
  });
  const [first, second] = [film({ type: "integer", required: true }), film({ type: "text" })];
  await apply(first);
  await apply(second);
  await storeItems(db, [
    { type: "film", fields: { field_year: { value: "1984" } } },
    { type: "film", fields: { field_year: { value: "soon" } } },
    { type: "film", fields: {} },
  ]);
  const back = async (answers: WayBackOptions) => {
    const { desired } = await wayBackTo(db, 1, desiredOf(second), answers);
    return applyPlan(db, desired, { appliedBy, rollbackTo: 1 });
  };
  await expect(back({})).rejects.toMatchObject({ code: "reconcile.blocked" });
  await expect(back({ onInvalid: "null" })).rejects.toMatchObject({ code: "reconcile.blocked" });
  await expect(back({ onMissing: "keep" })).rejects.toMatchObject({ code: "reconcile.blocked" });
  const { plan } = await back({ onInvalid: "null", onMissing: "keep" });
  expect(plan.changes.map(({ action, blocked }) => [action, blocked])).toEqual([["update", false]]);
  const rows = await db.many<{ year: number | null }>(
    sql.unsafe`select fields -> 'field_year' -> 'value' as year from item order by id`,
  );
  expect(rows.map(({ year }) => year)).toEqual([1984, null, null]);
  // The answers are none of what was applied.
  expect(await makePlan(db, desiredOf(first))).toMatchObject({ changes: [], drift: [] });
});

test("where the site was changed since, a rollback is told which side to take", async () => {
  const [first, second] = [{ "role.critic": role("Critic") }, { "role.critic": role("Reviewer") }];
  await apply(first);
  await apply(second);
  await db.run(sql.unsafe`update role set label = 'By hand'`);
  const { desired } = await wayBackTo(db, 1, desiredOf(second));
  const context = { db, url: database.url, desired, out: () => {}, note: () => {}, ci: true };
  const options = { appliedBy, yes: true, rollbackTo: 1 };
  const label = async () => (await db.one<{ label: string }>(sql.unsafe`select label from role`)).label;
  expect(await applyCommand(context, options)).toBe(3);
  expect(await applyCommand(context, { ...options, theirs: ["role.critic.label"] })).toBe(0);
  expect(await label()).toBe("By hand");
  await applyPlan(db, desiredOf(second), { appliedBy, ours: ["role.critic"] });
  await db.run(sql.unsafe`update role set label = 'By hand'`);
  expect(await applyCommand(context, { ...options, ours: ["role.critic"] })).toBe(0);
  expect(await label()).toBe("Critic");
});
