import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { sql } from "slonik";
import type { Json, JsonObject } from "../../kernel/base/json.ts";
import { kindOf } from "../../kernel/kinds/kinds.ts";
import type { Db } from "../../kernel/model/db.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
import { desiredOf } from "../support/desired.ts";
import { storeItems } from "../support/stored-items.ts";

let step: TestDatabase;
let leap: TestDatabase;
beforeAll(async () => {
  [step, leap] = [await openTestDatabase(), await openTestDatabase()];
});
afterAll(async () => {
  await step.close();
  await leap.close();
});

type Field = { readonly type: string; readonly label: string; readonly before: readonly string[] };
type Site = {
  readonly type: string;
  readonly typesBefore: readonly string[];
  readonly fields: { readonly [name: string]: Field };
};

/** Edits of a type between two releases. Names are never given twice, as in life. */
const edit = fc.oneof(
  fc.record({ do: fc.constant("rename field" as const), field: fc.nat(2) }),
  fc.record({ do: fc.constant("rename type" as const), field: fc.nat(2) }),
  fc.record({ do: fc.constant("convert" as const), field: fc.nat(2) }),
  fc.record({ do: fc.constant("label" as const), field: fc.nat(2) }),
);

const START: Site = {
  type: "t0",
  typesBefore: [],
  fields: {
    a: { type: "integer", label: "A", before: [] },
    b: { type: "text", label: "B", before: [] },
    c: { type: "integer", label: "C", before: [] },
  },
};

function edited(
  site: Site,
  { do: what, field: index }: { readonly do: string; readonly field: number },
  turn: number,
): Site {
  if (what === "rename type") return { ...site, type: `t${turn + 1}`, typesBefore: [site.type, ...site.typesBefore] };
  const fields = Object.entries(site.fields).map(([name, field], place): [string, Field] => {
    if (place !== index) return [name, field];
    if (what === "rename field") return [`f${turn}`, { ...field, before: [name, ...field.before] }];
    if (what === "convert") return [name, { ...field, type: field.type === "integer" ? "decimal" : "text_long" }];
    return [name, { ...field, label: `${field.label}${turn}` }];
  });
  return { ...site, fields: Object.fromEntries(fields) };
}

function declared({ type, typesBefore, fields }: Site): Declared {
  const specs = Object.entries(fields).map(([name, { before, ...field }]): [string, JsonObject] => [
    name,
    { ...field, ...(before.length > 0 && { renamed_from: before }) },
  ]);
  const names = Object.keys(fields);
  const spec = { label: "T", fields: Object.fromEntries(specs), view_modes: { full: names } };
  const filters: JsonObject[] = [
    { field: "type", operator: "equals", value: type },
    { field: names[0]!, operator: "is_not_null" },
  ];
  return {
    [`type.${type}`]: { ...spec, ...(typesBefore.length > 0 && { renamed_from: typesBefore }) },
    "gather.all": {
      label: "All",
      base_table: "item",
      displays: [{ id: "page", display_type: "page", path: "/all", filters }],
    },
    "role.r": { label: "R", permissions: [`create ${type} content`] },
  };
}

async function apply(db: Db, site: Site): Promise<void> {
  const desired = desiredOf(declared(site));
  await applyPlan(db, desired, { appliedBy: "test" });
  expect(await makePlan(db, desired)).toMatchObject({ changes: [], drift: [] });
}

/** A database in which the first release has run for a while. */
async function begin(db: Db): Promise<void> {
  await db.run(sql.unsafe`truncate item_type, gather, role, pack_object, pack_apply, pack_version, audit cascade`);
  await apply(db, START);
  await storeItems(db, [
    { type: "t0", fields: { a: { value: 1 }, b: { value: "b" }, c: { value: 3 } } },
    { type: "t0", fields: { a: { value: 4 } } },
  ]);
}

async function all(db: Db): Promise<Json> {
  const content = await db.many<JsonObject>(sql.unsafe`
    select item.type, item.fields, revision.fields as revised from item join item_revision as revision on item_id = item.id
    order by item.id`);
  const kinds = await Promise.all((["type", "gather", "role"] as const).map((kind) => kindOf(kind).read(db)));
  return [...content, ...kinds.map((objects) => Object.fromEntries(objects))];
}

test("releases applied one by one, or all at once, end in the same site, and no value is lost on the way", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
      await begin(step.db);
      await begin(leap.db);
      let site = START;
      for (const [turn, one] of edits.entries()) {
        site = edited(site, one, turn);
        await apply(step.db, site);
      }
      await apply(leap.db, site);
      expect(await all(leap.db)).toEqual(await all(step.db));
      const values = await leap.db.one<{ held: number }>(sql.unsafe`
        select count(*) as held from item, jsonb_each(fields)`);
      expect(values.held).toBe(4);
    }),
    { numRuns: 15 },
  );
});
