import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { itemOf, pluginsOf } from "../support/guests.ts";

const summary = readFileSync(join(import.meta.dirname, "c-guest/summary.wasm"));

/** The contract serves any language: this plugin is C, and knows nothing but the names and shapes in `kernel.wit`. */
test.each([
  ["Unforgiven", { field_votes: { value: 96_111 } }, "Unforgiven, 96111 votes"],
  ["Amélie 🎬", { field_votes: { value: -7 } }, "Amélie 🎬, -7 votes"],
  ['A "quote", a \\ and a\ttab', {}, 'A "quote", a \\ and a\ttab'],
  ["", { field_votes: { value: 0 } }, ", 0 votes"],
  ["x".repeat(100_000), {}, "x".repeat(100_000)],
])("a plugin in C shows %j", (title, fields, expected) => {
  const { plugins, state, lines } = pluginsOf({ summary });
  const view = () => plugins.taps.itemView(state, itemOf(fields, { title }));
  const elements = [{ "#type": "markup", "#tag": "p", "#value": expected }];
  expect([view(), view()]).toEqual([elements, elements]);
  plugins.release(state);
  expect(view()).toEqual(elements);
  expect(lines).toEqual([]);
});
