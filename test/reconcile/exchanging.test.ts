import { afterEach, beforeEach, expect, test } from "@jest/globals";
import fc from "fast-check";
import { sql } from "slonik";
import type { JsonObject } from "../../kernel/base/json.ts";
import type { Db } from "../../kernel/model/db.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { wayBackTo } from "../../kernel/reconcile/history/rollback.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import { formatPlan } from "../../kernel/telling/plan-text.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
import { desiredOf } from "../support/desired.ts";
import { storeItems } from "../support/stored-items.ts";

let database: TestDatabase;
let db: Db;
beforeEach(async () => {
  database = await openTestDatabase();
  db = database.db;
});
afterEach(() => database.close());

const text = (more: JsonObject = {}): JsonObject => ({ type: "text", label: "Text", ...more });
const film = (fields: JsonObject, name = "film", more: JsonObject = {}): Declared => ({
  [`type.${name}`]: { label: "Film", fields, ...more },
});
const listing = (filtered: string, sorted: string): Declared => ({
  "gather.films": {
    label: "Films",
    base_table: "item",
    displays: [
      {
        id: "page",
        display_type: "page",
        path: "/films",
        filters: [
          { field: "type", operator: "equals", value: "film" },
          { field: filtered, operator: "is_not_null" },
        ],
        sorts: [{ field: sorted }],
      },
    ],
  },
});
const apply = (declared: Declared, more = {}) => applyPlan(db, desiredOf(declared), { appliedBy: "test", ...more });
const stored = async () =>
  (
    await db.many<{ fields: JsonObject }>(sql.unsafe`
    (select fields from item order by id) union all (select fields from item_revision order by id)`)
  ).map(({ fields }) => fields);
const put = (fields: JsonObject) => storeItems(db, [{ type: "film", fields }]);

const BOTH = film({ field_a: text(), field_b: text() });
const EXCHANGED = film({ field_b: text({ renamed_from: "field_a" }), field_a: text({ renamed_from: "field_b" }) });

test("two fields take each other's names, and what names them follows; the plan shows both moves", async () => {
  await apply({ ...BOTH, ...listing("field_a", "field_b") });
  await put({ field_a: { value: "a" }, field_b: { value: "b" } });
  await put({ field_a: { value: "only a" } });
  const after = { ...EXCHANGED, ...listing("field_b", "field_a") };
  const plan = await makePlan(db, desiredOf(after));
  expect(plan.summary).toMatchObject({ rename: 2, change: 0, blocked: 0 });
  expect(formatPlan(plan)).toMatch(/→ type.film.fields.field_b .*\n +renamed from field_a/);
  expect(plan.changes).toMatchObject([
    {
      address: "type.film.fields.field_b",
      previousAddress: "type.film.fields.field_a",
      impact: expect.stringContaining("2 items, 2 revisions"),
    },
    {
      address: "type.film.fields.field_a",
      previousAddress: "type.film.fields.field_b",
      impact: expect.stringContaining("1 item, 1 revision"),
    },
  ]);
  await apply(after);
  const moved = [{ field_a: { value: "b" }, field_b: { value: "a" } }, { field_b: { value: "only a" } }];
  expect(await stored()).toEqual([...moved, ...moved]);
  expect(await makePlan(db, desiredOf(after))).toMatchObject({ changes: [], drift: [] });
  expect(await apply(after)).toMatchObject({ applied: false });
});

test("three fields hand their names on in a circle", async () => {
  await apply(film({ field_a: text(), field_b: text(), field_c: text() }));
  await put({ field_a: { value: "a" }, field_b: { value: "b" }, field_c: { value: "c" } });
  const after = film({
    field_b: text({ renamed_from: "field_a" }),
    field_c: text({ renamed_from: "field_b" }),
    field_a: text({ renamed_from: "field_c" }),
  });
  expect((await apply(after)).plan.summary).toMatchObject({ rename: 3, change: 0 });
  const moved = { field_a: { value: "c" }, field_b: { value: "a" }, field_c: { value: "b" } };
  expect(await stored()).toEqual([moved, moved]);
  expect(await makePlan(db, desiredOf(after))).toMatchObject({ changes: [], drift: [] });
});

test("an exchange is done once: not where the fields are new, and again only when it was taken out in between", async () => {
  await apply(EXCHANGED);
  await put({ field_a: { value: "a" }, field_b: { value: "b" } });
  expect(await makePlan(db, desiredOf(EXCHANGED))).toMatchObject({ changes: [], drift: [] });
  await apply(
    film({ field_a: text({ renamed_from: "field_b" }), field_b: text({ renamed_from: "field_a", help: "B" }) }),
  );
  expect((await stored())[0]).toEqual({ field_a: { value: "a" }, field_b: { value: "b" } });
  expect(await apply(film({ field_a: text(), field_b: text({ help: "B" }) }))).toMatchObject({ applied: false });
  await apply(
    film({ field_b: text({ renamed_from: "field_a" }), field_a: text({ renamed_from: "field_b", help: "B" }) }),
  );
  expect((await stored())[0]).toEqual({ field_a: { value: "b" }, field_b: { value: "a" } });
});

test("an exchange that is done stays done when its type is renamed", async () => {
  await apply(BOTH);
  await put({ field_a: { value: "a" }, field_b: { value: "b" } });
  await apply(EXCHANGED);
  const renamed = film(EXCHANGED["type.film"]!["fields"] as JsonObject, "movie", { renamed_from: "film" });
  await apply(renamed);
  expect((await stored())[0]).toEqual({ field_a: { value: "b" }, field_b: { value: "a" } });
  expect(await makePlan(db, desiredOf(renamed))).toMatchObject({ changes: [], drift: [] });
});

test("a rollback takes an exchange back, and one of something else leaves it", async () => {
  await apply(BOTH);
  await put({ field_a: { value: "a" }, field_b: { value: "b" } });
  await apply(EXCHANGED);
  const helped = film({
    field_a: text({ renamed_from: "field_b", help: "More" }),
    field_b: text({ renamed_from: "field_a" }),
  });
  await apply(helped);
  const back = async (generation: number) => {
    const { desired } = await wayBackTo(db, generation, desiredOf(helped));
    await applyPlan(db, desired, { appliedBy: "test", rollbackTo: generation });
  };
  await back(2);
  expect((await stored())[0]).toEqual({ field_a: { value: "b" }, field_b: { value: "a" } });
  expect((await makePlan(db, desiredOf(EXCHANGED))).changes).toEqual([]);
  await back(1);
  expect((await stored())[0]).toEqual({ field_a: { value: "a" }, field_b: { value: "b" } });
  expect((await makePlan(db, desiredOf(EXCHANGED))).summary).toMatchObject({ rename: 2 });
  await back(2);
  expect((await stored())[0]).toEqual({ field_a: { value: "b" }, field_b: { value: "a" } });
  expect((await makePlan(db, desiredOf(EXCHANGED))).changes).toEqual([]);
});

test("more rows than one transaction is to hold are not exchanged, and the plan says what to do", async () => {
  await apply(BOTH);
  await put({ field_a: { value: "a" }, field_b: { value: "b" } });
  const plan = await makePlan(db, desiredOf(EXCHANGED), { mostRowsAtOnce: 1 });
  expect(plan.summary).toMatchObject({ rename: 0, blocked: 2 });
  expect(plan.changes[0]).toMatchObject({
    reason: expect.stringContaining("field_a → field_b"),
    hint: expect.stringContaining("third name"),
  });
  await expect(apply(EXCHANGED, { mostRowsAtOnce: 1 })).rejects.toThrow("Nothing was applied");
});

const NAMES = ["field_a", "field_b", "field_c", "field_d"] as const;

test("whatever names are handed around, each value is under the name that its field has now", async () => {
  const permutation = fc.shuffledSubarray([...NAMES], { minLength: 4, maxLength: 4 });
  const held = fc.array(
    fc.record(
      { field_a: fc.integer(), field_b: fc.integer(), field_c: fc.integer(), field_d: fc.integer() },
      { requiredKeys: [] },
    ),
    { minLength: 1, maxLength: 3 },
  );
  await fc.assert(
    fc.asyncProperty(permutation, held, async (next, items) => {
      await db.run(
        sql.unsafe`truncate item_type, pack_object, pack_apply, pack_version, exchanged_names, audit cascade`,
      );
      await apply(film(Object.fromEntries(NAMES.map((name) => [name, text()]))));
      for (const values of items)
        await put(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])));
      const nextOf = new Map(NAMES.map((name, index) => [name, next[index]!]));
      const fields = NAMES.map((name) => [
        nextOf.get(name)!,
        text(nextOf.get(name) === name ? {} : { renamed_from: name }),
      ]);
      const after = film(Object.fromEntries(fields));
      await apply(after);
      expect(await makePlan(db, desiredOf(after))).toMatchObject({ changes: [], drift: [] });
      const expected = items.map((values) =>
        Object.fromEntries(Object.entries(values).map(([name, value]) => [nextOf.get(name as never)!, { value }])),
      );
      const rows = await db.many<{ fields: JsonObject }>(sql.unsafe`select fields from item order by id`);
      expect(rows.map(({ fields: row }) => row)).toEqual(expected);
    }),
    { numRuns: 15 },
  );
});
