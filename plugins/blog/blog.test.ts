import assert from "node:assert/strict";
import { test } from "node:test";
import { openMockKernel, textOf } from "trovato/sdk/testing";

const post = (body: string, more: object = {}) => ({ type: "blog", fields: { field_body: body, ...more } });

test("declares posts, the permission and the archive", async () => {
  const kernel = await openMockKernel(import.meta.dirname);
  assert.deepEqual(
    kernel.declared("tap_item_info").map(({ name }) => name),
    ["blog"],
  );
  assert.deepEqual(
    kernel.declared("tap_perm").map(({ name }) => name),
    ["read blog archive"],
  );
});

test("says how long a post takes to read", async () => {
  const kernel = await openMockKernel(import.meta.dirname);
  assert.equal(textOf(await kernel.view(post("Short."))), "A read of one minute");
  assert.equal(textOf(await kernel.view(post("word ".repeat(660)))), "A read of 3 minutes");
  assert.equal(await kernel.view({ type: "page" }), null);
});

test("sums a post up by its beginning, unless it has a summary", async () => {
  const kernel = await openMockKernel(import.meta.dirname);
  const { item, failure } = await kernel.presave(post(`${"word ".repeat(60)}end`));
  assert.equal(failure, null);
  assert.deepEqual(item.fields["field_summary"], { value: `${"word ".repeat(39)}word …` });
  const kept = await kernel.presave(post("A body.", { field_summary: "Mine." }));
  assert.deepEqual(kept.item.fields["field_summary"], { value: "Mine." });
});

test("lists the posts of a year, newest first", async () => {
  const row = (title: string, created: string) => ({
    ...{ id: title.toLowerCase(), title, created, type: "blog", status: 1, stage_id: "live" },
  });
  const item = [
    row("Spring", "2026-04-01T08:00:00Z"),
    row("Autumn", "2026-10-01T08:00:00Z"),
    row("Older", "2025-10-01T08:00:00Z"),
    { ...row("Hidden", "2026-05-01T08:00:00Z"), status: 0 },
  ];
  const kernel = await openMockKernel(import.meta.dirname, { tables: { item } });
  assert.equal(textOf(await kernel.call("archive", { year: "2026" })), "Autumn Spring");
  assert.equal(textOf(await kernel.call("archive", { year: "1999" })), "Nothing was written that year.");
});
