import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { Json, JsonObject } from "../../kernel/base/json.ts";
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

const places = (tags: readonly Json[], more: JsonObject = {}): Declared => ({
  "vocabulary.place": { label: "Place", hierarchy: "single", tags, ...more },
  "type.rec": {
    label: "Rec",
    fields: { field_t: { type: "reference", label: "T", target: "category_tag", vocabulary: "place" } },
  },
});
const apply = (declared: Declared, more = {}) => applyPlan(db, desiredOf(declared), { appliedBy: "test", ...more });

/** Every tag with its id, and the way from the top down to it. */
const tags = async () => {
  const rows = await db.many<{ id: string; label: string; parents: readonly string[] }>(sql.unsafe`
    select id, label, array(select parent.label from category_tag_hierarchy join category_tag as parent on parent.id = parent_id
      where tag_id = category_tag.id order by 1) as parents
    from category_tag order by label`);
  return Object.fromEntries(rows.map(({ label, ...tag }) => [label, tag]));
};

test("a tag that is declared below another parent moves there, with its id, its items and what is below it", async () => {
  await apply(places([{ Africa: ["South"] }, { Rock: ["Metal"] }]));
  await storeItems(db, [{ type: "rec", fields: { field_t: { tag: "Rock" } } }]);
  const before = await tags();
  const after = places([{ Africa: ["South", { Rock: ["Metal"] }] }]);
  const plan = await makePlan(db, desiredOf(after));
  expect(formatPlan(plan)).toMatch(/moved from vocabulary.place.tags.Rock {2,}1 item is filed under it/);
  expect(plan.summary).toMatchObject({ rename: 1, change: 0, forget: 0, blocked: 0 });
  await apply(after);
  expect(await tags()).toEqual({ ...before, Rock: { ...before["Rock"]!, parents: ["Africa"] } });
  expect((await makePlan(db, desiredOf(after))).changes).toEqual([]);
});

test("it may get another label on the way, and come below what is new", async () => {
  await apply(places(["Rock", "Jazz"]));
  const before = await tags();
  const after = places([{ Music: [{ label: "Loud", renamed_from: "Rock" }, "Jazz"] }]);
  await apply(after);
  const { Music, ...others } = await tags();
  expect(Music).toMatchObject({ parents: [] });
  expect(others).toEqual({
    Loud: { id: before["Rock"]!.id, parents: ["Music"] },
    Jazz: { id: before["Jazz"]!.id, parents: ["Music"] },
  });
  expect((await makePlan(db, desiredOf(after))).changes).toEqual([]);
  const { desired } = await wayBackTo(db, 1, desiredOf({}));
  await applyPlan(db, desired, { appliedBy: "test", rollbackTo: 1 });
  expect(await tags()).toMatchObject(before);
});

test("of two that it could be, the whole way to it says which; a tag of the site's own is taken only so", async () => {
  await apply(places([{ Europe: ["North"] }, { Africa: ["North"] }]));
  const ids = () =>
    db.many(sql.unsafe`
      select category_tag.id, parent.label as parent from category_tag
      left join category_tag_hierarchy on tag_id = category_tag.id left join category_tag as parent on parent.id = parent_id
      where category_tag.label in ('North', 'Maghreb') order by parent.label collate "C"`);
  const [african, european] = await ids();
  await apply(places([{ Europe: ["North"] }, "Africa", { label: "Maghreb", renamed_from: "Africa > North" }]));
  expect(await ids()).toEqual([european, { ...(african as object), parent: null }]);
  // An editor's tag of that label stays where it is.
  await db.run(sql.unsafe`
    insert into category_tag (id, category_id, label) select gen_random_uuid(), id, 'South' from category`);
  await apply(places([{ Europe: ["North", "South"] }, "Africa", { label: "Maghreb", renamed_from: "Africa > North" }]));
  expect(await db.many(sql.unsafe`select from category_tag where label = 'South'`)).toHaveLength(2);
});

test("two tags may change places", async () => {
  await apply(places([{ A: ["B"] }]));
  const before = await tags();
  await apply(places([{ B: ["A"] }]));
  expect(await tags()).toEqual({
    A: { id: before["A"]!.id, parents: ["B"] },
    B: { id: before["B"]!.id, parents: [] },
  });
});
