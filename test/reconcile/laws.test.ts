import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { sql } from "slonik";
import type { JsonObject } from "../../kernel/base/json.ts";
import type { Db } from "../../kernel/model/db.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
import { desiredOf } from "../support/desired.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Few names, so that generated states overlap. */
const name = fc.constantFrom("a", "b", "c", "d");
const label = fc.constantFrom("One", "Two", "Three.", 'Fo"ur', "Fünf");
const optional = { requiredKeys: ["label" as const] };
const shuffled = <T>(values: fc.Arbitrary<T>, key: (value: T) => string) =>
  fc.uniqueArray(values, { selector: key, maxLength: 4 });
const mapping = <T>(value: fc.Arbitrary<T>) =>
  shuffled(fc.tuple(name, value), ([key]) => key).map((entries) => Object.fromEntries(entries));

const { tags } = fc.letrec<{ tags: { label: string }[] }>((tie) => ({
  tags: shuffled(
    fc.record(
      { label, description: label, tags: fc.oneof({ maxDepth: 2 }, fc.constant([]), tie("tags")) },
      { requiredKeys: ["label"] },
    ),
    (tag) => tag.label,
  ) as fc.Arbitrary<{ label: string }[]>,
}));
const field = fc.record(
  {
    label,
    type: fc.constantFrom("text", "select", "integer"),
    help: label,
    options: fc.oneof(fc.constant(["x", "y"]), mapping(label)),
    types: fc.uniqueArray(name),
  },
  { requiredKeys: ["label", "type"] },
);
const condition = fc.record({ field: name, operator: fc.constantFrom("equals", "contains"), value: label });
const display = fc.record(
  {
    id: name,
    display_type: fc.constant("block"),
    title: label,
    filters: shuffled(condition, (filter) => filter.field),
    sorts: shuffled(fc.record({ field: name }), (sort) => sort.field),
  },
  { requiredKeys: ["id", "display_type"] },
);
const specs: { readonly [kind: string]: fc.Arbitrary<object> } = {
  format: fc.record({ label, filters: fc.constant(["escape"]), allowed_tags: fc.uniqueArray(name) }, optional),
  vocabulary: fc.record({ label, description: label, hierarchy: fc.constantFrom("single", "none"), tags }, optional),
  type: fc.record(
    { label, description: label, fields: mapping(field), view_modes: mapping(fc.array(name)) },
    { requiredKeys: ["label", "fields"] },
  ),
  role: fc.record(
    { label, weight: fc.integer({ min: 0, max: 2 }), all_permissions: fc.boolean(), permissions: fc.uniqueArray(name) },
    optional,
  ),
  setting: fc.record({ value: fc.oneof(label, fc.integer(), fc.constant(null)) }),
  gather: fc.record({
    label,
    base_table: fc.constant("item"),
    displays: shuffled(display, (each) => each.id),
  }),
  menu: fc.record({ label, links: mapping(fc.record({ label, path: fc.constant("/x") })) }, { requiredKeys: [] }),
  form: fc.record(
    {
      label,
      path: fc.constant("/x"),
      elements: mapping(
        fc.record(
          {
            label,
            type: fc.constantFrom("select", "checkbox"),
            required: fc.boolean(),
            options: fc.oneof(fc.constant(["y", "x"]), mapping(label)),
          },
          { requiredKeys: ["label", "type"] },
        ),
      ),
      submit: fc.constantFrom("Send", "Go"),
      on_submit: fc.constantFrom("store", ["store"], ["store", { action: "mail", to: "a@b.example", subject: "S" }]),
    },
    { requiredKeys: ["label", "path", "elements", "on_submit"] },
  ),
  template: fc.record({ sha256: name }),
};
const declared: fc.Arbitrary<Declared> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...Object.keys(specs)), fc.constantFrom("a", "b")), {
    selector: (pair) => pair.join("."),
    maxLength: 10,
  })
  .chain((pairs) =>
    fc.tuple(
      ...pairs.map(([kind, object]) =>
        specs[kind]!.map((spec) => [`${kind}.${object}`, JSON.parse(JSON.stringify(spec)) as JsonObject] as const),
      ),
    ),
  )
  .map((entries) => Object.fromEntries(entries));

/** Edits of the tables behind the packs' back. */
const EDITS: readonly ((db: Db) => Promise<unknown>)[] = [
  (db) => db.run(sql.unsafe`update item_type set label = 'Edited' where type = 'a'`),
  (db) => db.run(sql.unsafe`update role set weight = 7 where name = 'a'`),
  (db) => db.run(sql.unsafe`delete from role where name = 'b'`),
  (db) => db.run(sql.unsafe`insert into role_permission select id, 'd' from role on conflict do nothing`),
  (db) => db.run(sql.unsafe`update menu set spec = spec || '{"links": {"d": {"label": "By hand", "path": "/d"}}}'`),
  (db) =>
    db.run(sql.unsafe`update gather set spec = jsonb_set(spec, '{displays,0,title}', '"Edited"') where name = 'a'`),
  (db) => db.run(sql.unsafe`update gather set spec = jsonb_set(spec, '{displays}', '[]') where name = 'b'`),
  (db) => db.run(sql.unsafe`update variable set value = '"Edited"'`),
  (db) => db.run(sql.unsafe`update category_tag set weight = 10 - weight, description = 'Edited'`),
  (db) => db.run(sql.unsafe`delete from category_tag where label = 'One'`),
  (db) =>
    db.run(sql.unsafe`
      insert into category_tag (id, category_id, label, weight) select gen_random_uuid(), id, 'By hand', 1 from category`),
  (db) => db.run(sql.unsafe`update form set spec = jsonb_set(spec - 'submit', '{label}', '"Edited"')`),
  (db) => db.run(sql.unsafe`update form set spec = jsonb_set(spec, '{on_submit}', '"store"')`),
  (db) =>
    db.run(sql.unsafe`
      insert into form_submission (id, form, data) select gen_random_uuid(), name, '{}' from form`),
  (db) => db.run(sql.unsafe`update text_format set spec = spec - 'allowed_tags'`),
];

test("after an apply the plan is empty, whatever was applied before and whatever happened since", async () => {
  const { db } = database;
  const step = fc.record({
    declared,
    edits: fc.uniqueArray(fc.nat({ max: EDITS.length - 1 }), { maxLength: 3 }),
    revertDrift: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      for (const { declared: wanted, edits, revertDrift } of steps) {
        for (const edit of edits) await EDITS[edit]!(db);
        const desired = desiredOf(wanted);
        const plan = await makePlan(db, desired, { revertDrift });
        if (plan.summary.blocked > 0) continue;
        const { applied } = await applyPlan(db, desired, { appliedBy: "test", revertDrift });
        const next = await makePlan(db, desired, { revertDrift });
        expect(next.changes).toEqual([]);
        expect(next.drift).toEqual(plan.drift);
        expect(applied).toBe(plan.changes.length > 0);
      }
    }),
    { numRuns: 40 },
  );
});
