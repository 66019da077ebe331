import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { Fault } from "../../kernel/base/fault.ts";
import { uuidv7 } from "../../kernel/base/ids.ts";
import { loadItem } from "../../kernel/content/load.ts";
import { saveItem } from "../../kernel/content/save.ts";
import { saveOnce } from "../../kernel/content/save-once.ts";
import type { Item } from "../../kernel/model/item.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { itemTypeOf, seedFilms, stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { addPerson } from "../support/people.ts";

const SAVES = 50;
let database: TestDatabase;
let state: RequestState;

beforeAll(async () => {
  database = await openTestDatabase();
  const note = itemTypeOf("note", { label: "Note", fields: { field_text: { type: "text", label: "Text" } } });
  const brief = itemTypeOf("brief", { label: "Brief", fields: {}, revisions: { keep: 3 } });
  const site = await seedFilms(database.db, { types: [note, brief] });
  const id = await addPerson(database.db, "Ada");
  state = stateOf(database.db, site, { user: { id, name: "Ada", roles: [], isAdmin: true } });
});
afterAll(() => database.close());

const revisionsOf = (id: string) =>
  database.db.many<{ id: string; text: string | null; by: string | null }>(sql.unsafe`
    select id, fields #>> '{field_text,value}' as text, revised_by as by from item_revision
    where item_id = ${id}::uuid order by id`);
const note = (text: string) => ({ type: "note", title: "A note", fields: { field_text: { value: text } } });
const texts = Array.from({ length: SAVES }, (_, index) => `text ${index}`);

test("of many saves at once that know no base every revision is kept, and the item is the last of them", async () => {
  const { id } = await saveItem(state, note("first"));
  await Promise.all(texts.map((text) => saveItem(state, { ...note(text), id })));
  const revisions = await revisionsOf(id);
  expect(revisions.map(({ text }) => text).toSorted()).toEqual(["first", ...texts].toSorted());
  expect(revisions.every(({ by }) => by === state.user.id)).toBe(true);
  const item = (await loadItem(state, id))!;
  const current = revisions.find((revision) => revision.id === item.revisionId);
  expect(item.fields).toEqual({ field_text: { value: current!.text } });
});

test("of many saves over one base one wins, and the others are told", async () => {
  const { id, revisionId } = await saveItem(state, note("first"));
  const results = await Promise.allSettled(
    texts.map((text) => saveItem(state, { ...note(text), id, baseRevisionId: revisionId })),
  );
  const won = results.filter((result): result is PromiseFulfilledResult<Item> => result.status === "fulfilled");
  const lost = results.filter((result) => result.status === "rejected").map(({ reason }) => (reason as Fault).code);
  expect(won).toHaveLength(1);
  expect(lost).toEqual(Array(SAVES - 1).fill("item.changed"));
  expect((await revisionsOf(id)).map(({ text }) => text)).toEqual(["first", textOf(won[0]!.value)]);
});

test("in rounds, each of which begins from what won before, there is one winner for every base and no update is lost", async () => {
  let item = await saveItem(state, note("first"));
  for (let round = 0; round < 10; round += 1) {
    const results = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((by) =>
        saveItem(state, { ...note(`${round}.${by}`), id: item.id, baseRevisionId: item.revisionId }),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    item = (await loadItem(state, item.id))!;
  }
  expect(await revisionsOf(item.id)).toHaveLength(11);
});

test("what is sent twice is saved once, whether it is new or changed, one after the other or at the same time", async () => {
  const submission = uuidv7();
  const made = await Promise.all([1, 2, 3].map(() => saveOnce(state, { ...note("once"), submission })));
  const again = await saveOnce(state, { ...note("once"), submission });
  expect(new Set([...made, again].map(({ id }) => id)).size).toBe(1);
  expect(await revisionsOf(again.id)).toHaveLength(1);

  const change = { ...note("changed"), id: again.id, baseRevisionId: again.revisionId, submission: uuidv7() };
  await Promise.all([1, 2, 3].map(() => saveOnce(state, change)));
  expect((await saveOnce(state, change)).fields).toEqual({ field_text: { value: "changed" } });
  expect(await revisionsOf(again.id)).toHaveLength(2);
});

test("somebody else's form is nobody's: the same id does not show what they saved", async () => {
  const submission = uuidv7();
  await saveOnce(state, { ...note("Ada's"), submission });
  const bob = await addPerson(database.db, "Bob");
  const asBob = { ...state, user: { id: bob, name: "Bob", roles: [], isAdmin: false } };
  await expect(saveOnce(asBob, { ...note("Bob's"), submission })).rejects.not.toBeInstanceOf(Fault);
});

test("a type that keeps three revisions has no more, and what a stage shows stays", async () => {
  await database.db.run(sql.unsafe`insert into stage (id, label) values ('spring', 'Spring')`);
  const { id } = await saveItem(state, { type: "brief", title: "0", fields: {} });
  const staged = await saveItem({ ...state, stage: "spring" }, { type: "brief", id, title: "Spring", fields: {} });
  for (const title of ["1", "2", "3", "4"]) await saveItem(state, { type: "brief", id, title, fields: {} });
  const kept = await database.db.many<{ id: string; title: string }>(
    sql.unsafe`select id, title from item_revision where item_id = ${id}::uuid order by id`,
  );
  expect(kept.map(({ title }) => title)).toEqual(["Spring", "2", "3", "4"]);
  expect(kept[0]!.id).toBe(staged.revisionId);
});

function textOf({ fields }: Item): string {
  return (fields["field_text"] as { value: string }).value;
}
