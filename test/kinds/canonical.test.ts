import { expect, test } from "@jest/globals";
import type { JsonObject } from "../../kernel/base/json.ts";
import { kindOf } from "../../kernel/kinds/kinds.ts";
import { fromStored, toStored } from "../../kernel/kinds/ordered.ts";
import { matches } from "../../kernel/kinds/shape.ts";
import { FILMS } from "../support/film-specs.ts";

test("a path pattern names paths", () => {
  expect(matches("displays.*.filters", ["displays", "page", "filters"])).toBe(true);
  expect(matches("displays.*.filters", ["displays", "filters"])).toBe(false);
  expect(matches("(tags.*).tags", ["tags"])).toBe(true);
  expect(matches("(tags.*).tags", ["tags", "Comedy", "tags"])).toBe(true);
  expect(matches("(tags.*).tags.*", ["tags", "Comedy", "tags"])).toBe(false);
  expect(matches("(tags.*).tags", ["tags", "tags"])).toBe(false);
  expect(matches("(tags.*).tags", ["tags", "tags", "tags"])).toBe(true);
});

test("the canonical form of a canonical form is the same", () => {
  for (const [address, spec] of Object.entries(FILMS)) {
    const kind = kindOf(address.split(".")[0] as "type");
    const canonical = kind.canonical(spec);
    expect(kind.canonical(canonical)).toEqual(canonical);
    expect(kind.expand(kind.expand(spec))).toEqual(kind.expand(spec));
  }
});

test("tags are written out", () => {
  const { tags } = kindOf("vocabulary").canonical({
    label: "Genre",
    hierarchy: "none",
    tags: ["Drama", { Comedy: ["Satire"] }, { label: "Noir", description: "", tags: [] }],
  });
  expect(tags).toEqual([{ label: "Drama" }, { label: "Comedy", tags: [{ label: "Satire" }] }, { label: "Noir" }]);
});

test("what equals a default is left out, and what has no order is sorted", () => {
  expect(kindOf("vocabulary").canonical({ label: "Genre", hierarchy: "none" })).toEqual({ label: "Genre" });
  expect(kindOf("role").canonical({ label: "A", weight: 0, all_permissions: false, permissions: ["b", "a"] })).toEqual({
    label: "A",
    permissions: ["a", "b"],
  });
  const field = { type: "reference", label: "F", required: false, cardinality: 1, types: ["b", "a"] };
  expect(kindOf("type").canonical({ label: "T", page: true, description: "", fields: { f: field } })).toEqual({
    label: "T",
    fields: { f: { type: "reference", label: "F", types: ["a", "b"] } },
  });
});

test("filters and sorts are known by their field", () => {
  const filters: JsonObject[] = [
    { field: "a", operator: "is_null" },
    { id: "z", field: "a", operator: "is_null" },
  ];
  const { displays } = kindOf("gather").expand({ displays: [{ id: "page", filters, sorts: [{ field: "b" }] }] });
  expect(displays).toEqual([
    {
      id: "page",
      filters: [{ id: "a", ...filters[0] }, filters[1]],
      sorts: [{ id: "b", field: "b" }],
    },
  ]);
});

test("a mapping keeps its order in JSONB, which keeps none", () => {
  const kind = kindOf("type");
  const spec = { fields: { zebra: { options: { y: "Y", x: "X" } }, ape: {} }, label: "T" };
  const stored = JSON.parse(JSON.stringify(sortedKeys(toStored(kind, spec))));
  const read = fromStored(stored) as typeof spec;
  expect(read).toEqual(spec);
  expect([Object.keys(read.fields), Object.keys(read.fields.zebra.options)]).toEqual([
    ["zebra", "ape"],
    ["y", "x"],
  ]);
});

function sortedKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sortedKeys);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sortedKeys(entry)]));
}
