import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { JsonObject } from "../../kernel/base/json.ts";
import { applyCommand } from "../../kernel/cli/apply.ts";
import type { Db } from "../../kernel/model/db.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import { readStatus } from "../../kernel/reconcile/plan/status.ts";
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

const GENRE = { type: "reference", label: "Genre", target: "category_tag", vocabulary: "genre" };
const FILMS: Declared = {
  "vocabulary.genre": { label: "Genre", tags: ["Drama"] },
  "type.film": { label: "Film", fields: { field_genre: GENRE } },
  "type.page": { label: "Page", fields: {} },
  "role.critic": { label: "Critic", permissions: ["create film content", "create page content"] },
};
const REST: Declared = {
  "type.page": FILMS["type.page"]!,
  "role.critic": { label: "Critic", permissions: ["create page content"] },
};
const gone = (items: number, more: Declared = {}) => ({
  ...REST,
  ...more,
  "removed.type.film": { destroy: true, expect_items: items },
  "removed.vocabulary.genre": { destroy: true, expect_items: 1 },
});
const everything = { destroy: ["type.film", "vocabulary.genre"] };
const count = async () =>
  db.one<JsonObject>(sql.unsafe`
    select (select count(*) from item) as items, (select count(*) from item_revision) as revisions,
      (select count(*) from category_tag) as tags`);

async function withFilms(): Promise<void> {
  await applyPlan(db, desiredOf(FILMS), options);
  await storeItems(db, [
    { type: "film", fields: { field_genre: { tag: "Drama" } } },
    { type: "film", fields: {} },
    { type: "page", fields: {} },
  ]);
  await db.run(sql.unsafe`insert into stage (id, label) values ('draft', 'Draft')`);
  await db.run(sql.unsafe`
    insert into stage_association select 'draft', id, current_revision_id, current_revision_id from item`);
  await db.run(sql.unsafe`insert into import_record select 'films', id::text, id, '' from item`);
}

test("taking the files away forgets, and loses nothing; putting them back takes the objects back", async () => {
  await withFilms();
  await applyPlan(db, desiredOf(REST), options);
  expect(await count()).toEqual({ items: 3, revisions: 3, tags: 1 });
  expect(await makePlan(db, desiredOf(REST))).toMatchObject({ changes: [], drift: [] });
  const changed = { ...FILMS, "type.film": { ...FILMS["type.film"], label: "Movie" } };
  const { plan } = await applyPlan(db, desiredOf(changed), options);
  expect(plan.summary).toMatchObject({ blocked: 0, adopt: 1, change: 2 });
  expect(await makePlan(db, desiredOf(changed))).toMatchObject({ changes: [], drift: [] });
});

test("content is destroyed by a tombstone with the right number and by name, and by nothing else", async () => {
  await withFilms();
  const refused = (declared: Declared, more: object) =>
    expect(applyPlan(db, desiredOf(declared), { ...options, ...more })).rejects.toMatchObject({
      code: "reconcile.blocked",
    });
  await refused(gone(2), {});
  await refused(gone(2), { destroy: ["type.film"] });
  await refused(gone(1), everything);
  const context = { db, url: database.url, desired: desiredOf(gone(2)), out: () => {}, note: () => {}, ci: true };
  expect(await applyCommand(context, { ...options, yes: true })).toBe(3);
  expect(await count()).toEqual({ items: 3, revisions: 3, tags: 1 });

  const { plan } = await applyPlan(db, desiredOf(gone(2)), { ...options, ...everything });
  expect(plan.summary).toMatchObject({ destroy: 2, blocked: 0 });
  expect(await count()).toEqual({ items: 1, revisions: 1, tags: 0 });
  // The tombstone may stay.
  expect(await makePlan(db, desiredOf(gone(2)))).toMatchObject({ changes: [], drift: [] });
});

test("what was forgotten may be destroyed later", async () => {
  await withFilms();
  await applyPlan(db, desiredOf(REST), options);
  await applyPlan(db, desiredOf(gone(2)), { ...options, ...everything });
  expect(await count()).toEqual({ items: 1, revisions: 1, tags: 0 });
  expect(await db.many(sql.unsafe`select from pack_object where name = 'film'`)).toEqual([]);
});

test("protection is in the database: it outlives the file that gave it", async () => {
  const shielded = (isProtected: boolean): Declared => ({
    ...FILMS,
    "type.film": { ...FILMS["type.film"], protected: isProtected },
  });
  await withFilms();
  await applyPlan(db, desiredOf(shielded(true)), options);
  const refused = await makePlan(db, desiredOf(gone(2)), everything);
  expect(refused.changes.find(({ address }) => address === "type.film")).toMatchObject({
    blocked: true,
    reason: "the database has it as protected",
  });
  await applyPlan(db, desiredOf(shielded(false)), options);
  await applyPlan(db, desiredOf(gone(2)), { ...options, ...everything });
  expect(await count()).toEqual({ items: 1, revisions: 1, tags: 0 });
});

const WITH_REFERENCES: Declared = {
  ...FILMS,
  "type.page": {
    label: "Page",
    fields: {
      field_about: { type: "reference", label: "About", target: "item", types: ["film"], cardinality: "unlimited" },
      field_best: { type: "reference", label: "Best", target: "item", types: ["film", "page"] },
      field_genre: GENRE,
      field_note: { type: "text", label: "Note" },
    },
  },
};
const WITHOUT_TARGETS: Declared = {
  ...REST,
  "type.page": {
    label: "Page",
    fields: {
      field_about: { type: "reference", label: "About", target: "item", cardinality: "unlimited" },
      field_best: { type: "reference", label: "Best", target: "item", types: ["page"] },
      field_note: { type: "text", label: "Note" },
    },
  },
  "removed.type.film": { destroy: true, expect_items: 2 },
  "removed.vocabulary.genre": { destroy: true, expect_items: 2 },
};

test("what refers to what is destroyed is counted, and lets go of it, in items and revisions; the rest of their values stays", async () => {
  await applyPlan(db, desiredOf(WITH_REFERENCES), options);
  await storeItems(db, [
    { type: "film", fields: { field_genre: { tag: "Drama" } } },
    { type: "film", fields: {} },
    { type: "page", fields: { field_note: { value: "target" } } },
  ]);
  const ids = async (type: string) =>
    (await db.many<{ id: string }>(sql.unsafe`select id from item where type = ${type} order by id`)).map(
      ({ id }) => id,
    );
  const [films, [page]] = [await ids("film"), await ids("page")];
  const to = (id: string | undefined) => ({ target_id: id!, target_type: "item" });
  await storeItems(db, [
    { type: "page", fields: { field_about: [to(films[0]), to(page), to(films[1])], field_best: to(page) } },
    {
      type: "page",
      fields: { field_about: [to(films[0])], field_best: to(films[1]), field_note: { value: films[0]! } },
    },
    { type: "page", fields: { field_genre: { tag: "Drama" }, field_note: { value: "x" } } },
  ]);
  const plan = await makePlan(db, desiredOf(WITHOUT_TARGETS), everything);
  expect(
    plan.changes.filter(({ action }) => action === "destroy").map(({ address, impact }) => [address, impact]),
  ).toEqual([
    ["type.film", "2 items with all their revisions; 2 other items refer to them, and lose that"],
    ["vocabulary.genre", "its 1 tag; 2 items are filed under them, and no longer are"],
  ]);

  const asking = await makePlan(db, desiredOf(WITHOUT_TARGETS));
  expect(asking.changes.find(({ address }) => address === "type.film")!.reason).toBe(
    "2 items with all their revisions would be destroyed for ever; 2 other items refer to them, and lose that",
  );

  await applyPlan(db, desiredOf(WITHOUT_TARGETS), { ...options, ...everything });
  const left = [
    { field_note: { value: "target" } },
    { field_about: [to(page)], field_best: to(page) },
    { field_about: [], field_note: { value: films[0] } },
    { field_genre: [], field_note: { value: "x" } },
  ];
  expect(
    (await db.many(sql.unsafe`select fields from item order by id`)).map(
      (row) => (row as { fields: JsonObject }).fields,
    ),
  ).toEqual(left);
  const revisions = await db.many(sql.unsafe`select fields from item_revision order by id`);
  expect(revisions.map((row) => (row as { fields: JsonObject }).fields)).toEqual(left);
});

test("a vocabulary in which nothing is filed goes with its tags alone", async () => {
  await applyPlan(db, desiredOf(FILMS), options);
  const wanted = {
    ...REST,
    "type.film": { label: "Film", fields: {} },
    "removed.vocabulary.genre": { expect_items: 0 },
  };
  const { changes } = await makePlan(db, desiredOf(wanted));
  expect(changes.find(({ address }) => address === "vocabulary.genre")).toMatchObject({
    impact: "its 1 tag",
    reason: "its 1 tag would be destroyed for ever",
  });
});

test("a field that packs gave up is in the status, and goes with its values by a tombstone, its number and its address", async () => {
  const text = { type: "text", label: "Text" };
  const film = (fields: JsonObject, more: Declared = {}): Declared => ({
    "type.film": { label: "Film", fields },
    ...more,
  });
  await applyPlan(db, desiredOf(film({ field_a: text, field_b: text })), options);
  const held = { field_a: { value: "a" }, field_b: { value: "b" } };
  await storeItems(db, [
    { type: "film", fields: held },
    { type: "film", fields: held },
  ]);
  await applyPlan(db, desiredOf(film({ field_b: text })), options);
  const { objects } = await readStatus(db, desiredOf(film({ field_b: text })));
  expect(objects.map(({ address, state }) => `${address} ${state}`)).toEqual([
    "type.film in sync",
    "type.film.fields.field_a forgotten",
  ]);

  const removed = (items: number) =>
    desiredOf(film({ field_b: text }, { "removed.type.film.fields.field_a": { expect_items: items } }));
  const reasonOf = async (items: number, destroy: readonly string[] = []) =>
    (await makePlan(db, removed(items), { destroy })).changes.map(({ action, reason }) => `${action}: ${reason}`);
  expect(await reasonOf(1)).toEqual(["destroy: the file expects 1 item, and 2 are there with a value in it"]);
  expect(await reasonOf(2)).toEqual(["destroy: the values of 2 items would be destroyed for ever"]);
  await expect(applyPlan(db, removed(2), options)).rejects.toThrow("is blocked");

  await applyPlan(db, removed(2), { ...options, destroy: ["type.film.fields.field_a"] });
  for (const table of ["item", "item_revision"]) {
    const rows = await db.many(sql.unsafe`select fields from ${sql.identifier([table])}`);
    expect(rows).toEqual([{ fields: { field_b: { value: "b" } } }, { fields: { field_b: { value: "b" } } }]);
  }
  expect((await readStatus(db, removed(2))).objects.map(({ address }) => address)).toEqual(["type.film"]);
  expect((await makePlan(db, removed(2))).changes).toEqual([]);
});
