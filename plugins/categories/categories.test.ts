import assert from "node:assert/strict";
import { test } from "node:test";
import { openMockKernel, textOf } from "trovato/sdk/testing";

const tagged = (id: string, ...tags: string[]) => ({
  id,
  title: `Item ${id}`,
  fields: { field_tags: tags.map((tag) => ({ target_id: tag, target_type: "category_tag" as const })) },
});
const pairs = (rows: readonly object[] = []) =>
  rows.map((row) => `${Reflect.get(row, "item")} ${Reflect.get(row, "tag")}`);

test("remembers the tags of items", async () => {
  const kernel = await openMockKernel(import.meta.dirname);
  await kernel.tell("insert", tagged("a", "drama", "crime"));
  await kernel.tell("insert", tagged("b", "drama"));
  assert.deepEqual(pairs(kernel.tables["tagged"]), ["a drama", "a crime", "b drama"]);
  await kernel.tell("update", tagged("a", "crime"));
  assert.deepEqual(pairs(kernel.tables["tagged"]), ["b drama", "a crime"]);
  await kernel.tell("delete", tagged("b", "drama"));
  assert.deepEqual(pairs(kernel.tables["tagged"]), ["a crime"]);
});

test("finds tags in the fields that the site names", async () => {
  const kernel = await openMockKernel(import.meta.dirname, { variables: { fields: "field_genre,field_tags" } });
  const { fields } = tagged("a", "drama");
  await kernel.tell("insert", { id: "a", fields: { field_genre: fields.field_tags } });
  assert.deepEqual(pairs(kernel.tables["tagged"]), ["a drama"]);
});

test("shows other items with the same tag, as far as they may be seen", async () => {
  const kernel = await openMockKernel(import.meta.dirname);
  for (const id of ["a", "b", "gone"]) await kernel.tell("insert", tagged(id, "drama"));
  const item = kernel.add(tagged("a", "drama"));
  assert.equal(await kernel.view(item), null);
  kernel.add(tagged("b", "drama"));
  assert.equal(textOf(await kernel.view(item)), "Related Item b");
});

test("tells other plugins which items carry a tag", async () => {
  const kernel = await openMockKernel(import.meta.dirname);
  await kernel.tell("insert", tagged("a", "drama"));
  assert.deepEqual(await kernel.call("items_with", { tag: "drama" }), { items: ["a"] });
  assert.deepEqual(await kernel.call("items_with", { tag: "none" }), { items: [] });
});
