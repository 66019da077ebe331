import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { Json, JsonObject } from "../../kernel/base/json.ts";
import type { Db } from "../../kernel/model/db.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { desiredOf } from "../support/desired.ts";
import { storeItems } from "../support/stored-items.ts";

const options = { appliedBy: "test" };

let database: TestDatabase;
let db: Db;
beforeEach(async () => {
  database = await openTestDatabase();
  db = database.db;
});
afterEach(() => database.close());

const film = (field: JsonObject) =>
  desiredOf({ "type.film": { label: "Film", fields: { field_a: { label: "A", ...field } } } });

/** The values of the items and those of their revisions, which are always the same here. */
async function values(): Promise<readonly Json[]> {
  const select = (table: "item" | "item_revision") =>
    db.many<{ value: Json }>(
      sql.unsafe`select fields -> 'field_a' as value from ${sql.identifier([table])} order by id`,
    );
  const [items, revisions] = [await select("item"), await select("item_revision")];
  expect(revisions).toEqual(items);
  return items.map(({ value }) => value);
}

async function changed(before: JsonObject, stored: readonly Json[], after: JsonObject): Promise<readonly Json[]> {
  await applyPlan(db, film(before), options);
  await storeItems(
    db,
    stored.map((value) => ({ type: "film", fields: { field_a: value } })),
  );
  await applyPlan(db, film(after), options);
  expect(await makePlan(db, film(after))).toMatchObject({ changes: [], drift: [] });
  return values();
}

const text = { type: "text" };

test.each<[string, JsonObject, Json[], JsonObject, Json[]]>([
  [
    "text → integer",
    text,
    [{ value: "1999" }, { value: "1,200" }],
    { type: "integer" },
    [{ value: 1999 }, { value: 1200 }],
  ],
  ["decimal → text", { type: "decimal" }, [{ value: 7.5 }], text, [{ value: "7.5" }]],
  ["text → long text", text, [{ value: "a" }], { type: "text_long" }, [{ value: "a", format: "plain" }]],
  ["text → date", text, [{ value: "2020-01-31" }], { type: "date" }, [{ value: "2020-01-31" }]],
  ["text → json", text, [{ value: "a" }], { type: "json" }, [{ value: "a" }]],
  ["one → many", text, [{ value: "a" }], { ...text, cardinality: "unlimited" }, [[{ value: "a" }]]],
  ["many → one", { ...text, cardinality: 3 }, [[{ value: "a" }]], text, [{ value: "a" }]],
  ["many numbers → one text", { type: "integer", cardinality: 3 }, [[{ value: 1 }]], text, [{ value: "1" }]],
  [
    "kept",
    text,
    [{ value: "1" }, { value: "x" }],
    { type: "integer", on_invalid: "keep" },
    [{ value: 1 }, { value: "x" }],
  ],
  ["taken out", text, [{ value: "1" }, { value: "x" }], { type: "integer", on_invalid: "null" }, [{ value: 1 }, null]],
])("values are converted: %s", async (_, before, stored, after, result) => {
  expect(await changed(before, stored, after)).toEqual(result);
});

test("what does not convert is listed, and nothing happens until the file says what to do", async () => {
  await applyPlan(db, film(text), options);
  const stored = Array.from({ length: 30 }, (_, index) => ({ value: `number ${String(index).padStart(2, "0")}` }));
  await storeItems(
    db,
    stored.map((value) => ({ type: "film", fields: { field_a: value } })),
  );
  const plan = await makePlan(db, film({ type: "integer" }));
  const blocked = plan.changes.find((change) => change.blocked)!;
  expect(blocked.details).toHaveLength(21);
  expect([blocked.details[0], blocked.details.at(-1)]).toEqual([
    '"number 00", in 1 item, is not a number',
    "and 10 more",
  ]);
  await expect(applyPlan(db, film({ type: "integer", on_invalid: "fail" }), options)).rejects.toMatchObject({
    code: "reconcile.blocked",
    hint: expect.stringContaining("number 00"),
  });
  expect(await values()).toEqual(stored);
});

test("text becomes tags by their labels, and tags become text", async () => {
  const vocabulary = { "vocabulary.genre": { label: "Genre", tags: ["Drama", "Noir"] } };
  const reference = { type: "reference", label: "A", target: "category_tag", vocabulary: "genre" };
  const desired = (field: JsonObject) =>
    desiredOf({ ...vocabulary, "type.film": { label: "Film", fields: { field_a: { label: "A", ...field } } } });
  await applyPlan(db, desired(text), options);
  await storeItems(db, [{ type: "film", fields: { field_a: { value: "Noir" } } }]);
  await applyPlan(db, desired(reference), options);
  const tag = await db.one<{ id: string }>(sql.unsafe`select id from category_tag where label = 'Noir'`);
  expect(await values()).toEqual([[{ target_id: tag.id, target_type: "category_tag" }]]);
  await applyPlan(db, desired(text), options);
  expect(await values()).toEqual([{ value: "Noir" }]);
});

test("a field that becomes required is filled with its default where it is empty", async () => {
  expect(await changed(text, [{ value: "a" }, null], { ...text, required: true, default: "none" })).toEqual([
    { value: "a" },
    { value: "none" },
  ]);
});

test("a field that no pack declares stays with its values, as the site's own, until one declares it again", async () => {
  const none = desiredOf({ "type.film": { label: "Film", fields: {} } });
  await applyPlan(db, film(text), options);
  await storeItems(db, [{ type: "film", fields: { field_a: { value: "a" } } }]);
  await applyPlan(db, none, options);
  expect(await values()).toEqual([{ value: "a" }]);
  expect(await makePlan(db, none)).toMatchObject({ changes: [], drift: [] });
  const { plan } = await applyPlan(db, film(text), options);
  expect(plan.changes).toMatchObject([{ address: "type.film", lines: [{ op: "adopt" }] }]);
  expect(await values()).toEqual([{ value: "a" }]);
});
