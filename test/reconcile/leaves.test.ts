import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { JsonObject } from "../../kernel/base/json.ts";
import type { Shape } from "../../kernel/kinds/kind.ts";
import { PLAIN } from "../../kernel/kinds/shape.ts";
import { leavesOf, leavesToSpec, pathText } from "../../kernel/reconcile/compare/leaves.ts";
import { sameOrder, withKeysOf } from "../../kernel/reconcile/compare/order-of-keys.ts";

const SHAPE: Shape = {
  ...PLAIN,
  keyedLists: { list: "id", "list.*.inner": "name", "(tags.*).tags": "label" },
  sets: ["set"],
  ordered: ["ordered"],
  instructions: ["renamed_from"],
};

const name = fc.string({ minLength: 0, maxLength: 6 }).filter((text) => text !== "__proto__");
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const names = fc.uniqueArray(name, { maxLength: 4 });
const keyed = (key: string, value: fc.Arbitrary<object>) =>
  names.chain((keys) => fc.tuple(...keys.map((entry) => value.map((rest) => ({ ...rest, [key]: entry })))));
const inner = keyed("name", fc.record({ value: scalar }));
const { tags } = fc.letrec<{ tags: object[] }>((tie) => ({
  tags: fc.oneof(
    { maxDepth: 3 },
    fc.constant([]),
    keyed("label", fc.record({ description: scalar, tags: tie("tags") }, { requiredKeys: [] })),
  ) as fc.Arbitrary<object[]>,
}));
const spec = fc.record(
  {
    label: fc.string(),
    list: keyed("id", fc.record({ inner, title: scalar }, { requiredKeys: [] })),
    set: names.map((members) => members.sort()),
    ordered: fc.dictionary(
      name.filter((key) => !/^\d+$/.test(key)),
      fc.record({ a: scalar, b: fc.array(scalar) }),
    ),
    plain: fc.dictionary(name, fc.oneof(scalar, fc.array(fc.jsonValue()), fc.constant({}))),
    tags,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;

test("a spec is the spec of its leaves", () => {
  fc.assert(
    fc.property(spec, (original) => {
      const again = leavesToSpec(SHAPE, leavesOf(SHAPE, original));
      expect(again).toEqual(original);
      expect(Object.keys(again["ordered"] ?? {})).toEqual(Object.keys(original["ordered"] ?? {}));
    }),
  );
});

test("every leaf has a path of its own, and its place in the spec", () => {
  const leaves = leavesOf(SHAPE, { list: [{ id: "a.b", inner: [{ name: "x", value: 1 }] }], set: ["m", "n"] });
  expect([...leaves].map(([text, { at, value }]) => [text, at.join("/"), value])).toEqual([
    ["list", "list", ["a.b"]],
    ['list."a.b".id', "list/0/id", "a.b"],
    ['list."a.b".inner', "list/0/inner", ["x"]],
    ['list."a.b".inner.x.name', "list/0/inner/0/name", "x"],
    ['list."a.b".inner.x.value', "list/0/inner/0/value", 1],
    ["set.m", "set/0", true],
    ["set.n", "set/1", true],
  ]);
});

test("entries that cannot be told apart are compared as a whole", () => {
  const list = [{ id: "a" }, { id: "a" }];
  expect([...leavesOf(SHAPE, { list })].map(([text, { value }]) => [text, value])).toEqual([["list", list]]);
});

test("instructions are no state", () => {
  expect(leavesToSpec(SHAPE, leavesOf(SHAPE, { label: "New", renamed_from: "old" }))).toEqual({ label: "New" });
});

test("a path is read in one way only", () => {
  fc.assert(
    fc.property(fc.array(name), fc.array(name), (one, other) => {
      expect(pathText(one) === pathText(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

test("an order takes in the keys of another without losing its own", () => {
  expect(withKeysOf(["a", "b"], ["x", "a", "y", "b", "z"])).toEqual(["x", "a", "y", "b", "z"]);
  expect(withKeysOf(["b", "a"], ["a", "y", "b"])).toEqual(["b", "a", "y"]);
  fc.assert(
    fc.property(names, names, (base, other) => {
      const merged = withKeysOf(base, other);
      expect(new Set(merged)).toEqual(new Set([...base, ...other]));
      expect(merged.filter((key) => base.includes(key))).toEqual(base);
      expect(sameOrder(merged, base)).toBe(true);
    }),
  );
});
