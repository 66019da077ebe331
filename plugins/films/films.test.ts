import assert from "node:assert/strict";
import { test } from "node:test";
import { openMockKernel, textOf } from "trovato/sdk/testing";

const film = { type: "film", title: "Unforgiven", fields: { field_rating: 8.3 } };

test("says at a glance how a film was received", async () => {
  const kernel = await openMockKernel(import.meta.dirname);
  const { fields } = film;
  const rich = { ...film, fields: { ...fields, field_budget: 14_400_000, field_gross: 159_157_447 } };
  assert.equal(textOf(await kernel.view(rich)), "★★★★☆ 11.1 × returned on its budget");
  assert.equal(textOf(await kernel.view(film)), "★★★★☆");
  assert.equal(await kernel.view({ type: "film" }), null);
  assert.equal(await kernel.view({ type: "article", fields }), null);
});

test("lists the best films of a year", async () => {
  const rated = { id: "a", title: "Unforgiven", fields: { field_rating: { value: 8.3 } } };
  const unrated = { id: "b", title: "Lost", fields: {} };
  const asked: unknown[] = [];
  const gathers = {
    "films.page": (input: object) => {
      asked.push(input);
      return [rated, unrated];
    },
  };
  const kernel = await openMockKernel(import.meta.dirname, { gathers });
  const list = await kernel.call("top_films", { year: "1992" });
  assert.equal(textOf(list), "Unforgiven ★★★★☆ Lost");
  const exposed = {
    "field_released[min]": "1992-01-01",
    "field_released[max]": "1992-12-31",
    sort: "field_rating",
  };
  assert.deepEqual(asked, [{ arguments: {}, exposed }]);
});
