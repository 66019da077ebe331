import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import fc from "fast-check";
import { sql } from "slonik";
import { NIL_UUID, uuidv7 } from "../../kernel/base/ids.ts";
import type { JsonObject } from "../../kernel/base/json.ts";
import { finishRenames } from "../../kernel/boot/finish-renames.ts";
import { saveItem } from "../../kernel/content/save.ts";
import { openPool } from "../../kernel/db/pool.ts";
import { readFieldRewrites } from "../../kernel/kinds/type/field-rewrites.ts";
import type { Db } from "../../kernel/model/db.ts";
import { SILENT } from "../../kernel/model/log.ts";
import type { Site } from "../../kernel/model/site.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { endRewrites } from "../../kernel/reconcile/apply/end-rewrites.ts";
import { moveValues } from "../../kernel/reconcile/apply/move-values.ts";
import { readHistory } from "../../kernel/reconcile/history/read-history.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import { readStatus } from "../../kernel/reconcile/plan/status.ts";
import { readSite } from "../../kernel/site/read-site.ts";
import { formatPlan } from "../../kernel/telling/plan-text.ts";
import { stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
import { desiredOf } from "../support/desired.ts";
import { SITE_PARTS } from "../support/site-parts.ts";
import { storeItems } from "../support/stored-items.ts";

const root = join(import.meta.dirname, "../..");

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
const few = { mostRowsAtOnce: 3 };
const apply = (declared: Declared, more = {}) =>
  applyPlan(db, desiredOf(declared), { appliedBy: "test", ...few, ...more });
const plan = (declared: Declared) => makePlan(db, desiredOf(declared), few);
const rows = (table: "item" | "item_revision") =>
  db
    .many<{ fields: JsonObject }>(sql.unsafe`select fields from ${sql.identifier([table])} order by id`)
    .then((found) => found.map(({ fields }) => fields));
const put = (all: readonly JsonObject[]) =>
  storeItems(
    db,
    all.map((fields) => ({ type: "film", fields })),
  );
const site = () => readSite(db, SITE_PARTS) as Promise<Site>;

const BEFORE = film({ field_a: text(), field_other: text() });
const AFTER = film({ field_b: text({ renamed_from: "field_a" }), field_other: text() });
const FIVE = [1, 2, 3, 4, 5].map((number) => ({ field_a: { value: `a${number}` }, field_other: { value: "o" } }));
const MOVED = [1, 2, 3, 4, 5].map((number) => ({ field_b: { value: `a${number}` }, field_other: { value: "o" } }));

async function editInStage(fields: JsonObject): Promise<void> {
  const revision = uuidv7();
  await db.run(sql.unsafe`insert into stage (id, label) values ('draft', 'Draft')`);
  await db.run(sql.unsafe`
    insert into item_revision (id, item_id, title, fields, status, promote, sticky, author_id, langcode)
    select ${revision}, id, title, ${sql.jsonb(fields)}, 1, false, false, ${NIL_UUID}, 'und' from item order by id limit 1`);
  await db.run(sql.unsafe`
    insert into stage_association (stage_id, item_id, revision_id, base_revision_id)
    select 'draft', item.id, ${revision}, current_revision_id from item order by id limit 1`);
}

test("a rename of more rows than one transaction is to hold begins with the apply, and batches bring it to its end", async () => {
  await apply(BEFORE);
  await put(FIVE);
  await editInStage({ field_a: { value: "staged" } });
  const planned = await plan(AFTER);
  expect(planned.summary).toMatchObject({ rename: 1, blocked: 0 });
  expect(formatPlan(planned)).toContain("5 items, 6 revisions; moved in batches after the apply");
  await apply(AFTER);
  expect(await rows("item")).toEqual(FIVE);
  expect(await readFieldRewrites(db)).toMatchObject([
    { type: "film", field: "field_b", previous: "field_a", total: null },
  ]);
  expect(await plan(AFTER)).toMatchObject({ generation: 2, changes: [], drift: [] });
  expect((await readStatus(db, desiredOf(AFTER))).rewrites).toMatchObject([{ field: "field_b", done: 0 }]);

  const seen: number[] = [];
  expect(await moveValues(db, { rowsPerBatch: 2, onProgress: ({ done }) => seen.push(done) })).toBe(true);
  expect(seen).toEqual([2, 4, 5, 7, 9, 11, 11]);
  expect(await endRewrites(db, { appliedBy: "test" })).toBe(3);
  expect(await rows("item")).toEqual(MOVED);
  expect(await rows("item_revision")).toEqual([...MOVED, { field_b: { value: "staged" } }]);
  expect(await plan(AFTER)).toMatchObject({ generation: 3, changes: [], drift: [] });
  expect((await readStatus(db, desiredOf(AFTER))).rewrites).toEqual([]);
  expect(await readHistory(db, 2)).toMatchObject([
    { generation: 3, arrived: ["type.film.fields.field_b"] },
    { generation: 2, arrived: [], summary: { rename: 1 } },
  ]);
  expect(await endRewrites(db, { appliedBy: "test" })).toBeNull();
  await expect(db.run(sql.unsafe`update item_revision set title = 'Other'`)).rejects.toThrow("immutable");
});

test("everything that follows the batches is done by itself: indexes under the new name, the next generation, the end", async () => {
  const gather = (field: string): Declared => ({
    "gather.films": {
      label: "Films",
      base_table: "item",
      displays: [
        {
          id: "page",
          display_type: "page",
          path: "/films",
          filters: [{ field: "type", operator: "equals", value: "film" }],
          sorts: [{ field }],
        },
      ],
    },
  });
  await apply({ ...BEFORE, ...gather("field_a") });
  await put(FIVE);
  await apply({ ...AFTER, ...gather("field_b") });
  expect(await finishRenames(database, SILENT, { grace: 0 })).toBe(3);
  expect(await rows("item")).toEqual(MOVED);
  const indexes = await db.many<{ definition: string; state: string }>(
    sql.unsafe`select definition, state from index_build where name like '%field_b%'`,
  );
  expect(indexes).toMatchObject([{ state: "built" }]);
  expect(indexes[0]!.definition).not.toContain("field_a");
  expect(await finishRenames(database, SILENT, { grace: 0 })).toBeNull();
});

test("what would look at values that are on their way waits, and says for what; the rest does not", async () => {
  await apply(BEFORE);
  await put(FIVE);
  await apply(AFTER);
  const b = (more: JsonObject = {}) => text({ renamed_from: "field_a", ...more });
  const other = { field_other: text() };
  const waiting: readonly Declared[] = [
    film({ field_c: text({ renamed_from: ["field_b", "field_a"] }), ...other }),
    film({ field_a: text(), field_b: b(), ...other }),
    film({ field_b: { ...b(), type: "integer", on_invalid: "null" }, ...other }),
    film({ field_b: b({ required: true }), ...other }),
    film({ field_b: b({ max_length: 2 }), ...other }),
    film(other),
    film({ field_b: b(), field_a: text({ renamed_from: "field_other" }) }),
    film({ field_b: b(), ...other }, "movie", { renamed_from: "film" }),
  ];
  for (const declared of waiting) {
    const { changes } = await plan(declared);
    const blocked = changes.filter((change) => change.blocked);
    expect(blocked[0]).toMatchObject({ reason: "values of field_b are still on their way from field_a" });
    await expect(apply(declared)).rejects.toThrow("Nothing was applied");
  }
  const allowed = film({
    field_b: b({ label: "B", help: "More" }),
    field_other: text({ required: true }),
    field_new: text(),
  });
  await apply(allowed);
  expect(await plan(allowed)).toMatchObject({ changes: [] });
  await finishRenames(database, SILENT, { grace: 0 });
  const next = film({ field_c: text({ renamed_from: ["field_b", "field_a"] }), ...other });
  await apply(next);
  await finishRenames(database, SILENT, { grace: 0 });
  expect(await rows("item")).toMatchObject(FIVE.map(({ field_a }) => ({ field_c: field_a })));
});

test("two renames that need each other's names do not go in batches together", async () => {
  await apply(film({ field_a: text(), field_b: text() }));
  await put(FIVE.map(({ field_a, field_other }) => ({ field_a, field_b: field_other })));
  const both = film({ field_b: text({ renamed_from: "field_a" }), field_c: text({ renamed_from: "field_b" }) });
  expect((await plan(both)).summary).toMatchObject({ rename: 0, blocked: 2 });
});

test("a field that is renamed before its type is goes with it", async () => {
  await apply(BEFORE);
  await put(FIVE);
  const after = film(AFTER["type.film"]!["fields"] as JsonObject, "movie", { renamed_from: "film" });
  await apply(after);
  await finishRenames(database, SILENT, { grace: 0, rowsPerBatch: 2 });
  expect(await rows("item")).toEqual(MOVED);
  expect(await plan(after)).toMatchObject({ changes: [], drift: [] });
});

test("a batch that others stand in the way of lets go, and is tried again", async () => {
  await apply(BEFORE);
  await put(FIVE);
  await apply(AFTER);
  let moving: Promise<boolean> = Promise.resolve(false);
  await db.transaction(async (other) => {
    await other.run(sql.unsafe`select from item order by id desc limit 1 for update`);
    moving = moveValues(db, { rowsPerBatch: 10, lockTimeout: 50 });
    await sleep(400);
    expect(await readFieldRewrites(db)).toMatchObject([{ part: "item", done: 0 }]);
    // What it holds meanwhile is nothing.
    await db.run(sql.unsafe`update item set changed = now() where id = (select min(id::text)::uuid from item)`);
  });
  expect(await moving).toBe(true);
  expect(await rows("item")).toEqual(MOVED);
});

test("two processes share the batches, and what is saved meanwhile is not touched again", async () => {
  await apply(BEFORE);
  const many = Array.from({ length: 60 }, (_, index) => ({ field_a: { value: `a${index}` } }));
  await put(many);
  await apply(AFTER);
  const other = await openPool(database.url);
  const state = stateOf(db, await site());
  const ids = await db.many<{ id: string }>(sql.unsafe`select id from item order by id`);
  const saving = (async () => {
    for (const [index, { id }] of ids.entries()) {
      if (index % 3 === 0)
        await saveItem(state, { id, type: "film", title: "Saved", fields: { field_other: { value: "s" } } });
      if (index % 3 === 1)
        await saveItem(state, { id, type: "film", title: "Saved", fields: { field_b: { value: "new" } } });
    }
  })();
  const moving = await Promise.all([moveValues(db, { rowsPerBatch: 2 }), moveValues(other.db, { rowsPerBatch: 2 })]);
  await saving;
  await other.close();
  expect(moving).toEqual([true, true]);
  expect(await endRewrites(db, { appliedBy: "test" })).toBe(3);
  expect(await rows("item")).toEqual(
    many.map(({ field_a }, index) => {
      if (index % 3 === 0) return { field_b: field_a, field_other: { value: "s" } };
      return { field_b: index % 3 === 1 ? { value: "new" } : field_a };
    }),
  );
  const revisions = await rows("item_revision");
  expect(revisions).toHaveLength(100);
  expect(revisions.filter((fields) => "field_a" in fields)).toEqual([]);
  expect(revisions.filter((fields) => "field_b" in fields)).toHaveLength(100);
});

test("killed in the middle of any batch, and gone on with, no value is lost", async () => {
  const value = fc.record(
    { field_a: fc.string(), field_b: fc.constant("left over"), field_other: fc.integer() },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(value, { minLength: 5, maxLength: 25 }),
      fc.array(fc.nat(8), { minLength: 1, maxLength: 3 }),
      async (items, kills) => {
        await db.run(sql.unsafe`
          truncate item, item_type, pack_object, pack_apply, pack_version, exchanged_names, audit cascade`);
        await apply(BEFORE);
        const stored = items.map((fields) =>
          Object.fromEntries(Object.entries(fields).map(([name, held]) => [name, { value: held }])),
        );
        await put(stored as JsonObject[]);
        await apply(AFTER, { mostRowsAtOnce: -1 });
        for (const batches of kills) await killAfter(batches);
        await finishRenames(database, SILENT, { grace: 0, rowsPerBatch: 3 });
        const expected = stored.map(({ field_a, ...others }) => ({
          ...others,
          ...(field_a !== undefined && { field_b: field_a }),
        }));
        expect(await rows("item")).toEqual(expected);
        expect(await rows("item_revision")).toEqual(expected);
        expect(await plan(AFTER)).toMatchObject({ generation: 3, changes: [], drift: [] });
      },
    ),
    { numRuns: 6 },
  );
}, 180_000);

/** Runs the batches in a process of their own, and kills it when it has said so many of them, or a moment later. */
async function killAfter(batches: number): Promise<void> {
  const file = join(root, "test/reconcile/move-values-process.ts");
  const child = spawn(join(root, "node_modules/.bin/node"), [file, database.url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split("\n").length > batches) child.kill("SIGKILL");
  });
  await new Promise((resolve) => child.once("close", resolve));
}
