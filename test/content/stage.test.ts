import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { deleteItem } from "../../kernel/content/delete.ts";
import { loadItem, loadItems } from "../../kernel/content/load.ts";
import { saveItem } from "../../kernel/content/save.ts";
import type { ItemDraft } from "../../kernel/model/item.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { seedFilms, stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

let database: TestDatabase;
let live: RequestState;
let spring: RequestState;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.db.run(sql.unsafe`insert into stage (id, label) values ('spring', 'Spring')`);
  live = stateOf(database.db, await seedFilms(database.db));
  spring = { ...live, stage: "spring" };
});
afterAll(() => database.close());

const film = (title: string): ItemDraft => ({ type: "film", title, fields: {} });

test("an edit in a stage is seen there and nowhere else", async () => {
  const item = await saveItem(live, { ...film("Live"), alias: "films/live" });
  const staged = await saveItem(spring, { ...film("Staged"), id: item.id, published: false, alias: null });
  expect(await loadItem(live, item.id)).toEqual(item);
  expect(await loadItem(spring, item.id)).toEqual(staged);
  expect(staged).toMatchObject({ title: "Staged", published: false, alias: null, stageId: "live" });
});

test("the stage remembers the live revision that its first edit began from", async () => {
  const item = await saveItem(live, film("One"));
  await saveItem(spring, { ...film("Two"), id: item.id });
  await saveItem(live, { ...film("One and a half"), id: item.id });
  const { revisionId } = await saveItem(spring, { ...film("Three"), id: item.id });
  const association = await database.db.one(
    sql.unsafe`select revision_id, base_revision_id from stage_association where item_id = ${item.id}::uuid`,
  );
  expect(association).toEqual({ revision_id: revisionId, base_revision_id: item.revisionId });
});

test("an item born in a stage is not live, and can be edited and deleted there", async () => {
  const born = await saveItem(spring, film("Born"));
  expect(born.stageId).toBe("spring");
  expect(await loadItem(live, born.id)).toBeNull();
  const edited = await saveItem(spring, { ...film("Grown"), id: born.id });
  expect(await loadItem(spring, born.id)).toEqual(edited);
  await deleteItem(spring, born.id);
  expect(await loadItem(spring, born.id)).toBeNull();
});

test("a deletion in a stage leaves the live item alone; one in live takes what the stage had with it", async () => {
  const item = await saveItem(live, film("Wanted"));
  await saveItem(spring, { ...film("Unwanted"), id: item.id });
  await deleteItem(spring, item.id);
  expect(await loadItems(spring, [item.id])).toEqual([]);
  expect(await loadItem(live, item.id)).toEqual(item);
  await deleteItem(live, item.id);
  expect(await loadItem(live, item.id)).toBeNull();
  const left = await database.db.many(sql.unsafe`select from stage_deletion where item_id = ${item.id}::uuid`);
  expect(left).toEqual([]);
});
