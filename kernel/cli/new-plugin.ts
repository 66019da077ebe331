/**
 * The files of a plugin that builds: a line on the page of every item, and the test of it. By path from the root of the
 * site.
 */
export function pluginFiles(name: string, label: string): { readonly [path: string]: string } {
  const folder = `plugins/${name}`;
  return {
    [`${folder}/${name}.info.yaml`]: manifest(name, label),
    [`${folder}/index.ts`]: source(label),
    [`${folder}/${name}.test.ts`]: testOf(label),
  };
}

function manifest(name: string, label: string): string {
  return `# yaml-language-server: $schema=../../.trovato/schema/plugin.schema.json
name: ${name}
version: 0.1.0
description: ${label}.
abi: 1
string_encoding: utf16
taps:
  implements: [tap_item_view]
`;
}

function source(label: string): string {
  return `import { Element, Item, tap } from "trovato/sdk";

/** A line on the page of every item. */
@tap
export function item_view(item: Item): Element | null {
  return Element.markup("p", "${label} has seen “" + item.title + "”.");
}
`;
}

function testOf(label: string): string {
  return `import assert from "node:assert/strict";
import { test } from "node:test";
import { openMockKernel, textOf } from "trovato/sdk/testing";

test("has seen the item", async () => {
  const kernel = await openMockKernel(import.meta.dirname);
  assert.equal(textOf(await kernel.view({ title: "Hello" })), "${label} has seen “Hello”.");
});
`;
}
