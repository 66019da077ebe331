import assert from "node:assert/strict";
import { test } from "node:test";
import { openMockKernel, textOf } from "trovato/sdk/testing";

const draft = { type: "page", title: "About us", published: false };

test("grants a look at an unpublished page to who may preview pages", async () => {
  const kernel = await openMockKernel(import.meta.dirname);
  assert.equal(await kernel.access(draft, "view"), "neutral");
  kernel.user = { id: "0190a6e0-0000-7000-8000-00000000000a", name: "Ada", permissions: ["preview pages"] };
  assert.equal(await kernel.access(draft, "view"), "grant");
  assert.equal(await kernel.access(draft, "edit"), "neutral");
  assert.equal(await kernel.access({ ...draft, published: true }, "view"), "neutral");
  assert.equal(await kernel.access({ ...draft, type: "blog" }, "view"), "neutral");
});

test("says on top of a preview that it is one", async () => {
  const kernel = await openMockKernel(import.meta.dirname);
  const body = { "#type": "markup", "#tag": "p", "#value": "Who we are." } as const;
  assert.deepEqual(await kernel.alterView({ ...draft, published: true }, [body]), [body]);
  const shown = await kernel.alterView(draft, [body]);
  assert.deepEqual(shown.map(textOf), ["Who we are.", "This page is not published."]);
});
