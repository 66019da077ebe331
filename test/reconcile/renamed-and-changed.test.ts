import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { Json, JsonObject } from "../../kernel/base/json.ts";
import type { Db } from "../../kernel/model/db.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { wayBackTo } from "../../kernel/reconcile/history/rollback.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
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

const film = (fields: JsonObject, more: JsonObject = {}, name = "film"): Declared => ({
  [`type.${name}`]: { label: "Film", fields, ...more },
});
const field = (type: string, more: JsonObject = {}): JsonObject => ({ type, label: "A", ...more });
const apply = (declared: Declared, more = {}) => applyPlan(db, desiredOf(declared), { ...options, ...more });
const planOf = (declared: Declared) => makePlan(db, desiredOf(declared));
const stored = async (): Promise<readonly Json[]> =>
  (await db.many<{ fields: Json }>(sql.unsafe`select fields from item order by id`)).map(({ fields }) => fields);
const hold = (...values: JsonObject[]) =>
  storeItems(
    db,
    values.map((fields) => ({ type: "film", fields })),
  );

test("a field that is renamed and changes its type is asked about where its values are", async () => {
  await apply(film({ field_score: field("text") }));
  await hold({ field_score: { value: "12" } }, { field_score: { value: "twelve" } });
  const after = film({ field_points: field("integer", { renamed_from: "field_score" }) });
  expect((await planOf(after)).changes).toContainEqual(
    expect.objectContaining({ action: "change-type", blocked: true, address: "type.film.fields.field_points" }),
  );
  await expect(apply(after)).rejects.toThrow("is blocked");
  expect(await stored()).toEqual([{ field_score: { value: "12" } }, { field_score: { value: "twelve" } }]);
  await apply(film({ field_points: field("integer", { renamed_from: "field_score", on_invalid: "null" }) }));
  expect(await stored()).toEqual([{ field_points: { value: 12 } }, {}]);
});

test("a type that is renamed keeps the definition of a field with values that is dropped", async () => {
  await apply(film({ field_a: field("text"), field_b: field("text") }));
  await hold({ field_a: { value: "one" } }, { field_a: { value: "two" } });
  const { plan } = await apply(film({ field_b: field("text") }, { renamed_from: "film" }, "movie"));
  expect(plan.changes.flatMap(({ lines }) => lines).find(({ path }) => path === "fields.field_a")).toMatchObject({
    op: "forget",
    impact: "2 items have a value in it",
  });
  const [type] = await db.many<{ settings: { fields: JsonObject } }>(sql.unsafe`select settings from item_type`);
  expect(JSON.stringify(type!.settings)).toContain("field_a");
});

test("a field that is renamed and required is not blocked by values that it has", async () => {
  await apply(film({ field_a: field("text") }));
  await hold({ field_a: { value: "one" } });
  const after = film({ field_b: field("text", { required: true, renamed_from: "field_a" }) });
  expect((await planOf(after)).summary).toMatchObject({ rename: 1, blocked: 0 });
  await hold({});
  expect((await planOf(after)).changes).toContainEqual(
    expect.objectContaining({ blocked: true, reason: "required, and 1 item has no value" }),
  );
  const filled = field("text", { required: true, default: "none", renamed_from: "field_a" });
  await apply(film({ field_b: filled }, { renamed_from: "film" }, "movie"));
  expect(await stored()).toEqual([{ field_b: { value: "one" } }, { field_b: { value: "none" } }]);
});

test("a rollback over both is asked the same", async () => {
  await apply(film({ field_score: field("integer") }));
  await hold({ field_score: { value: 12 } });
  await apply(film({ field_points: field("text", { renamed_from: "field_score" }) }));
  await db.run(sql.unsafe`update item set fields = '{"field_points": {"value": "abc"}}'`);
  const back = async (more: JsonObject = {}) => {
    const { desired } = await wayBackTo(db, 1, desiredOf({}), more);
    return applyPlan(db, desired, { ...options, rollbackTo: 1 });
  };
  await expect(back()).rejects.toThrow("is blocked");
  expect(await stored()).toEqual([{ field_points: { value: "abc" } }]);
  await back({ onInvalid: "null" });
  expect(await stored()).toEqual([{}]);
});

test("names that are handed on are read where they come from, also by a change of type", async () => {
  await apply(film({ field_a: field("text"), field_b: field("integer") }));
  await hold({ field_a: { value: "7" }, field_b: { value: 1 } }, { field_a: { value: "x" } });
  const after = (more: JsonObject) =>
    film({
      field_b: field("integer", { renamed_from: "field_a", ...more }),
      field_c: field("text", { renamed_from: "field_b" }),
    });
  await expect(apply(after({}))).rejects.toThrow("is blocked");
  await apply(after({ on_invalid: "null" }));
  expect(await stored()).toEqual([{ field_b: { value: 7 }, field_c: { value: "1" } }, {}]);
});

test("values that are converted move in the same transaction, however many there are", async () => {
  await apply(film({ field_a: field("text") }));
  await hold({ field_a: { value: "1" } }, { field_a: { value: "2" } }, { field_a: { value: "3" } });
  const after = film({ field_b: field("integer", { renamed_from: "field_a" }) });
  await apply(after, { mostRowsAtOnce: 1 });
  expect(await stored()).toEqual([{ field_b: { value: 1 } }, { field_b: { value: 2 } }, { field_b: { value: 3 } }]);
});

const place = (tags: readonly Json[], more: JsonObject = {}, name = "place"): Declared => ({
  [`vocabulary.${name}`]: { label: "Place", hierarchy: "single", tags, ...more },
});
const inPlace = (vocabulary: string) =>
  field("reference", { target: "category_tag", vocabulary, cardinality: "unlimited" });

test("text becomes tags that the same apply makes or renames", async () => {
  await apply({ ...film({ field_t: field("text") }), ...place(["Jazz"]) });
  await hold({ field_t: { value: "Rock" } }, { field_t: { value: "Swing" } });
  const tags = ["Rock", { label: "Swing", renamed_from: "Jazz" }];
  const after = { ...film({ field_t: inPlace("area") }), ...place(tags, { renamed_from: "place" }, "area") };
  expect((await planOf(after)).summary.blocked).toBe(0);
  await apply(after);
  const labels = await db.many(sql.unsafe`
    select label from item cross join jsonb_path_query(fields, '$.field_t[*].target_id') as target
    join category_tag on category_tag.id::text = target #>> '{}' order by item.id`);
  expect(labels).toEqual([{ label: "Rock" }, { label: "Swing" }]);
});
