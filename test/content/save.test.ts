import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { Fault, Faults } from "../../kernel/base/fault.ts";
import { NIL_UUID, uuidv7 } from "../../kernel/base/ids.ts";
import { deleteItem } from "../../kernel/content/delete.ts";
import { loadItem, loadItems } from "../../kernel/content/load.ts";
import { saveItem, saveItems } from "../../kernel/content/save.ts";
import type { ItemDraft } from "../../kernel/model/item.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { itemTypeOf, seedFilms, seedTag, stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

let database: TestDatabase;
let state: RequestState;
let drama: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const note = itemTypeOf("note", {
    label: "Note",
    fields: {
      field_body: { type: "text", label: "Body", required: true },
      field_stars: { type: "integer", label: "Stars", default: 3 },
      field_about: { type: "reference", label: "About", target: "item", types: ["film"], cardinality: "unlimited" },
    },
    defaults: { status: "unpublished" },
  });
  const site = await seedFilms(database.db, { types: [note] });
  state = stateOf(database.db, site);
  drama = await seedTag(database.db, site.vocabularies.get("genre")!, "Drama");
});
afterAll(() => database.close());

const film = (title: string, fields: ItemDraft["fields"] = {}): ItemDraft => ({ type: "film", title, fields });
const genre = (id: string) => [{ target_id: id, target_type: "category_tag" as const }];
const countOf = async (table: string): Promise<number> =>
  (await database.db.one<{ count: number }>(sql.unsafe`select count(*) as count from ${sql.identifier([table])}`))
    .count;

async function faultOf(work: Promise<unknown>): Promise<Fault | Faults> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Fault || error instanceof Faults) return error;
  throw new Error("It should have failed with a fault.", { cause: error });
}

describe("a new item", () => {
  test("comes back from a load as it was saved", async () => {
    const saved = await saveItem(state, film(" Alien ", { field_genre: genre(drama), field_rating: { value: 8.4 } }));
    expect(saved).toMatchObject({ title: "Alien", published: true, authorId: NIL_UUID, stageId: "live" });
    expect(await loadItem(state, saved.id)).toEqual(saved);
  });

  test("has one revision that says the same", async () => {
    const saved = await saveItem(state, { ...film("Stalker", { field_votes: { value: 7 } }), logMessage: "First." });
    const revisions = await database.db.many(sql.unsafe`
      select id, title, fields, status, log_message from item_revision where item_id = ${saved.id}::uuid
    `);
    expect(revisions).toEqual([
      {
        id: saved.revisionId,
        title: "Stalker",
        fields: { field_votes: { value: 7 } },
        status: 1,
        log_message: "First.",
      },
    ]);
  });

  test("takes the defaults of its type, unless it says otherwise", async () => {
    const body = { field_body: { value: "x" } };
    const first = await saveItem(state, { type: "note", title: "A", fields: body });
    expect(first).toMatchObject({ published: false, fields: { ...body, field_stars: { value: 3 } } });
    const second = await saveItem(state, {
      type: "note",
      title: "B",
      published: true,
      fields: { ...body, field_stars: null },
    });
    expect(second).toMatchObject({ published: true, fields: body });
    expect(second.fields).not.toHaveProperty("field_stars");
  });
});

describe("a changed item", () => {
  test("keeps what the draft leaves out, loses what it gives as null, and has a second revision", async () => {
    const first = await saveItem(
      state,
      film("Solaris", { field_votes: { value: 7 }, field_director: { value: "A. T." } }),
    );
    const second = await saveItem(state, { ...film("Solaris (1972)", { field_director: null }), id: first.id });
    expect(second.fields).toEqual({ field_votes: { value: 7 } });
    expect(second.created).toBe(first.created);
    expect(second.changed).toBeGreaterThan(first.changed);
    expect(second.revisionId > first.revisionId).toBe(true);
    expect(await loadItem(state, first.id)).toEqual(second);
  });

  test("must be there", async () => {
    expect(await faultOf(saveItem(state, { ...film("Nobody"), id: uuidv7() }))).toMatchObject({ code: "item.missing" });
    expect(await faultOf(saveItem(state, { ...film("Nobody"), id: "7" }))).toMatchObject({ code: "item.missing" });
  });

  test("may keep a value that its field would no longer take, but not without a required one", async () => {
    const { id } = await saveItem(state, film("Kept"));
    await database.db.run(
      sql.unsafe`update item set fields = '{"field_gone": {"value": 1}, "field_rating": {"value": 99}}' where id = ${id}::uuid`,
    );
    expect((await saveItem(state, { ...film("Still kept"), id })).fields).toHaveProperty("field_rating", { value: 99 });
    expect(await faultOf(saveItem(state, { ...film("Kept", { field_rating: { value: 99 } }), id }))).toMatchObject({
      code: "item.invalid",
    });
  });
});

describe("an invalid draft", () => {
  test("is refused with everything that is wrong at once, by field", async () => {
    const before = await countOf("item");
    const fault = await faultOf(
      saveItem(
        state,
        film("", { field_rating: { value: 11 }, field_runtime: { value: 1.5 }, field_ratign: { value: 1 } }),
      ),
    );
    expect(fault).toMatchObject({
      code: "item.invalid",
      message:
        "A new film: Title is required. Film has no field field_ratign. IMDb rating is greater than 10. Running time is not a whole number.",
      cause: [{ field: "title" }, { field: "field_ratign" }, { field: "field_rating" }, { field: "field_runtime" }],
    });
    expect(await countOf("item")).toBe(before);
  });

  test("keeps the whole batch out, and every bad item is named", async () => {
    const before = await countOf("item");
    const fault = await faultOf(
      saveItems(state, [
        film("Good"),
        film("Bad", { field_votes: { value: -1 } }),
        { type: "note", title: "N", fields: {} },
      ]),
    );
    expect((fault as Faults).faults.map(({ message }) => message)).toEqual([
      'film "Bad": IMDb votes is less than 0.',
      'note "N": Body is required.',
    ]);
    expect(await countOf("item")).toBe(before);
  });

  test("may not refer to what is not there, or not where its field points", async () => {
    const { id } = await saveItem(state, { type: "note", title: "N", fields: { field_body: { value: "x" } } });
    const wrong = { field_body: { value: "x" }, field_about: [{ target_id: id, target_type: "item" as const }] };
    expect(await faultOf(saveItem(state, { type: "note", title: "N", fields: wrong }))).toMatchObject({
      message: 'note "N": About refers to a note.',
    });
    const nowhere = uuidv7();
    expect(await faultOf(saveItem(state, film("F", { field_genre: genre(nowhere) })))).toMatchObject({
      message: `film "F": Genre refers to ${nowhere}, which is not there.`,
    });
  });

  test("may not be of a type that is not there", async () => {
    expect(await faultOf(saveItem(state, { type: "flim", title: "X", fields: {} }))).toMatchObject({
      code: "type.unknown_type",
    });
  });
});

describe("revisions", () => {
  test("are immutable, but for a rewrite that says so", async () => {
    const { id } = await saveItem(state, film("Immutable"));
    const update = sql.unsafe`update item_revision set title = 'x' where item_id = ${id}::uuid`;
    await expect(database.db.run(update)).rejects.toThrow("immutable");
    await expect(database.db.run(sql.unsafe`delete from item_revision where item_id = ${id}::uuid`)).rejects.toThrow(
      "immutable",
    );
    const rewritten = await database.db.transaction(async (db) => {
      await db.run(sql.unsafe`set local trovato.rewrite_revisions = 'on'`);
      return db.run(update);
    });
    expect(rewritten).toBe(1);
  });
});

describe("loading", () => {
  test("finds nothing for an id that is not there or is no id", async () => {
    expect(await loadItem(state, uuidv7())).toBeNull();
    expect(await loadItem(state, "nonexistent")).toBeNull();
  });

  test("keeps the order that was asked for", async () => {
    const [a, b] = await saveItems(state, [film("A"), film("B")]);
    const loaded = await loadItems(state, [b!.id, uuidv7(), "x", a!.id]);
    expect(loaded.map((item) => item.title)).toEqual(["B", "A"]);
  });

  test("makes the page depend on the item", async () => {
    const { id } = await saveItem(state, film("A"));
    const fresh = stateOf(database.db, state.site);
    await loadItem(fresh, id);
    expect([...fresh.cacheability.tags]).toEqual([`item:${id}`]);
  });
});

describe("the cache", () => {
  test("forgets the item and the listings of its type when it is saved or deleted", async () => {
    const { id } = await saveItem(state, film("A"));
    const tags = { tags: [`item:${id}`] };
    state.cache.set("page", 1, tags);
    state.cache.set("listing", 1, { tags: ["type:film"] });
    await saveItem(state, { ...film("A2"), id });
    expect([state.cache.get("page"), state.cache.get("listing")]).toEqual([undefined, undefined]);
    state.cache.set("page", 1, tags);
    await deleteItem(state, id);
    expect(state.cache.get("page")).toBeUndefined();
  });
});

describe("deleting", () => {
  test("takes the revisions along", async () => {
    const { id } = await saveItem(state, film("Gone"));
    await saveItem(state, { ...film("Gone for good"), id });
    await deleteItem(state, id);
    expect(await loadItem(state, id)).toBeNull();
    const left = await database.db.many(sql.unsafe`select from item_revision where item_id = ${id}::uuid`);
    expect(left).toEqual([]);
    expect(await faultOf(deleteItem(state, id))).toMatchObject({ code: "item.missing" });
  });
});
