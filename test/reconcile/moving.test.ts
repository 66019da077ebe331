import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { NIL_UUID, uuidv7 } from "../../kernel/base/ids.ts";
import type { JsonObject } from "../../kernel/base/json.ts";
import type { Db } from "../../kernel/model/db.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
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

const apply = (declared: Declared, more = {}) => applyPlan(db, desiredOf(declared), { ...options, ...more });
const items = () => db.many<JsonObject>(sql.unsafe`select type, fields from item order by id`);
const revisions = () =>
  db
    .many<JsonObject>(sql.unsafe`select fields from item_revision order by id`)
    .then((rows) => rows.map((row) => row["fields"]));
const film = (fields: JsonObject, more: JsonObject = {}): Declared => ({
  "type.film": { label: "Film", fields, ...more },
});
const text = (more: JsonObject = {}): JsonObject => ({ type: "text", label: "Text", ...more });

/** Edits the first item in a stage, so that there is a revision that only the stage shows. */
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

test("a renamed field takes its values along: of items, of revisions, of what a stage shows", async () => {
  await apply(film({ field_a: text(), field_other: text() }));
  await storeItems(db, [{ type: "film", fields: { field_a: { value: "one" }, field_other: { value: "x" } } }]);
  await editInStage({ field_a: { value: "staged" } });
  const renamed = film({ field_b: text({ renamed_from: "field_a" }), field_other: text() });
  await apply(renamed);
  expect(await items()).toEqual([{ type: "film", fields: { field_b: { value: "one" }, field_other: { value: "x" } } }]);
  expect(await revisions()).toEqual([
    { field_b: { value: "one" }, field_other: { value: "x" } },
    { field_b: { value: "staged" } },
  ]);
  // What it was called may stay in the file for ever, and means nothing once it is done.
  expect(await apply(renamed)).toMatchObject({ applied: false });
  await expect(db.run(sql.unsafe`update item_revision set title = 'Other'`)).rejects.toThrow("immutable");
});

test("names may be handed on in one go, and several renames may be skipped over", async () => {
  await apply(film({ field_a: text(), field_b: text() }));
  await storeItems(db, [{ type: "film", fields: { field_a: { value: "a" }, field_b: { value: "b" } } }]);
  await apply(film({ field_b: text({ renamed_from: "field_a" }), field_c: text({ renamed_from: "field_b" }) }));
  expect(await items()).toEqual([{ type: "film", fields: { field_b: { value: "a" }, field_c: { value: "b" } } }]);
  await apply(film({ field_z: text({ renamed_from: ["field_y", "field_x", "field_c"] }), field_b: text() }));
  expect(await items()).toEqual([{ type: "film", fields: { field_b: { value: "a" }, field_z: { value: "b" } } }]);
});

test("a name that is claimed and cannot move stops the apply, and nothing is lost", async () => {
  await apply(film({ field_a: text(), field_b: text() }));
  await storeItems(db, [{ type: "film", fields: { field_a: { value: "a" }, field_b: { value: "b" } } }]);
  const stored = [{ type: "film", fields: { field_a: { value: "a" }, field_b: { value: "b" } } }];
  const refused = async (declared: Declared, reason: string) => {
    await expect(apply(declared)).rejects.toThrow(reason);
    expect(await items()).toEqual(stored);
  };
  const both = "it is renamed from field_a, and both are on the site";
  // A release was skipped: the one that dropped field_b.
  await refused(film({ field_b: text({ renamed_from: "field_a" }) }), both);
  // It was not, and what field_b held stayed with the site.
  await apply(film({ field_a: text() }));
  await refused(film({ field_b: text({ renamed_from: "field_a" }) }), both);
  // Something else takes its place, but not here.
  const handedOn = film({ field_c: text({ renamed_from: "field_a" }), field_a: text({ renamed_from: "field_z" }) });
  await refused(handedOn, "it is renamed from field_a, which is declared still, and nothing takes its place here");
});

test("a name that was left behind may be used anew by the site", async () => {
  await apply(film({ field_a: text() }));
  const renamed = film({ field_b: text({ renamed_from: "field_a" }) });
  await apply(renamed);
  await db.run(sql.unsafe`
    update item_type set settings = jsonb_set(settings, '{fields,field_a}', '{"type": "text", "label": "New"}')`);
  expect((await makePlan(db, desiredOf(renamed))).summary.blocked).toBe(0);
});

const EVERYTHING: Declared = {
  "format.html": { label: "HTML", filters: ["markdown"] },
  "vocabulary.genre": { label: "Genre", hierarchy: "single", tags: [{ Comedy: ["Satire"] }] },
  ...film({ field_body: { type: "text_long", label: "Body", format: "html" } }),
  "role.critic": { label: "Critic", permissions: ["create film content", "use html", "edit genre tags"] },
  "import.films": {
    label: "Films",
    source: { path: "films.json", format: "json" },
    target: { type: "film" },
    key: ["Title"],
    map: { title: { from: "Title" } },
  },
};

test("everything that has a name may be renamed at once, and what speaks of it follows", async () => {
  await apply(EVERYTHING);
  await storeItems(db, [{ type: "film", fields: { field_body: { value: "A text.", format: "html" } } }]);
  await db.run(sql.unsafe`insert into import_record select 'films', 'key', id, 'hash' from item`);
  // A role that no pack manages.
  await db.run(sql.unsafe`insert into role (id, name, label) values (${uuidv7()}, 'helper', 'Helper')`);
  await db.run(sql.unsafe`
    insert into role_permission select id, 'edit any film content' from role where name = 'helper'`);
  const tag = await db.one(sql.unsafe`select id from category_tag where label = 'Satire'`);
  const after: Declared = {
    "format.rich": { renamed_from: "html", label: "HTML", filters: ["markdown"] },
    "vocabulary.kind": {
      renamed_from: "genre",
      label: "Genre",
      hierarchy: "single",
      tags: [{ label: "Funny", renamed_from: "Comedy", tags: [{ label: "Mocking", renamed_from: "Satire" }] }],
    },
    "type.movie": {
      renamed_from: "film",
      label: "Film",
      fields: { field_text: { type: "text_long", label: "Body", format: "rich", renamed_from: "field_body" } },
    },
    "role.reviewer": {
      renamed_from: "critic",
      label: "Critic",
      permissions: ["create movie content", "use rich", "edit kind tags"],
    },
    "import.movies": { ...EVERYTHING["import.films"], renamed_from: "films", target: { type: "movie" } },
  };
  const role = await db.one(sql.unsafe`select id from role where name = 'critic'`);
  const { plan } = await apply(after);
  expect(plan.summary).toMatchObject({ add: 0, change: 0, rename: 8, remove: 0, forget: 0 });
  expect(await items()).toEqual([{ type: "movie", fields: { field_text: { value: "A text.", format: "rich" } } }]);
  expect(await revisions()).toEqual([{ field_text: { value: "A text.", format: "rich" } }]);
  expect(await db.one(sql.unsafe`select id from category_tag where label = 'Mocking'`)).toEqual(tag);
  expect(await db.one(sql.unsafe`select id from role where name = 'reviewer'`)).toEqual(role);
  expect(await db.one(sql.unsafe`select import from import_record`)).toEqual({ import: "movies" });
  const helper = sql.unsafe`select permission from role_permission join role on role.id = role_id where name = 'helper'`;
  expect(await db.one(helper)).toEqual({ permission: "edit any movie content" });
  expect(await makePlan(db, desiredOf(after))).toMatchObject({ changes: [], drift: [] });
});

test("what was changed on the site stays changed under the new name", async () => {
  await apply(film({ field_a: text() }));
  await db.run(sql.unsafe`update item_type set label = 'Edited'`);
  const { plan } = await apply({
    "type.movie": { label: "Film", renamed_from: "film", fields: { field_b: text({ renamed_from: "field_a" }) } },
  });
  expect(plan.drift).toMatchObject([{ address: "type.movie", lines: [{ path: "label", after: "Edited" }] }]);
  expect(await db.one(sql.unsafe`select type, label from item_type`)).toEqual({ type: "movie", label: "Edited" });
});

test("templates and plugins that still have the old name in them are warned of", async () => {
  await apply(film({ field_a: text() }));
  const renamed = desiredOf(film({ field_b: text({ renamed_from: "field_a" }) }));
  const template = { name: "item--film", layer: 1, owner: "films", file: "packs/films/templates/item--film.hbs" };
  const files = {
    templates: [
      { ...template, content: "<h1>\n{{field_a}}" },
      { ...template, content: "{{field_a_b}}" },
    ],
    bundles: [
      {
        name: "stars",
        owner: "films",
        manifestFile: "stars.info.yaml",
        manifest: {},
        wasm: Buffer.from("..field_a", "utf16le"),
      },
    ],
  };
  expect((await makePlan(db, renamed, { files: { ...files, assets: [] } })).warnings).toMatchObject([
    { source: { file: template.file, line: 2 }, message: expect.stringContaining("still names field_a") },
    { source: { file: "stars.info.yaml" }, message: expect.stringContaining("Plugin stars") },
  ]);
});

test("what was sent with a form moves with its name, and outlives it", async () => {
  const form = (more: JsonObject = {}): JsonObject => ({
    label: "Contact",
    path: "/contact",
    elements: { message: { type: "textarea", label: "Message" }, again: { type: "checkbox", label: "Again" } },
    on_submit: "store",
    ...more,
  });
  const submissions = () => db.many<JsonObject>(sql.unsafe`select form, data from form_submission order by id`);
  await apply({ "form.contact": form() });
  await db.run(sql.unsafe`
    insert into form_submission (id, form, data) values (${uuidv7()}, 'contact', '{"message": "Hello"}')`);
  const { plan } = await apply({ "form.ask": form({ renamed_from: "contact" }) });
  expect(plan.changes).toMatchObject([{ action: "rename", address: "form.ask", impact: "1 submission" }]);
  expect(await submissions()).toEqual([{ form: "ask", data: { message: "Hello" } }]);

  const { plan: removing } = await apply({});
  expect(removing.changes).toMatchObject([{ action: "remove", address: "form.ask", impact: "1 submission is kept" }]);
  expect(await db.many(sql.unsafe`select name from form`)).toEqual([]);
  expect(await submissions()).toEqual([{ form: "ask", data: { message: "Hello" } }]);
});

test("a form that asks for a permission follows it", async () => {
  const form = (permission: string): Declared => ({
    "form.ask": { label: "Ask", path: "/ask", elements: {}, permission, on_submit: "store" },
  });
  await apply({ ...film({}), ...form("create film content") });
  const { plan } = await apply({
    "type.movie": { label: "Film", fields: {}, renamed_from: "film" },
    ...form("create movie content"),
  });
  expect(plan.changes.map(({ address, action }) => [address, action])).toEqual([["type.movie", "rename"]]);
});
