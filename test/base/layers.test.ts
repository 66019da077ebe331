import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { LayerRules, Located } from "../../kernel/base/layers.ts";
import { mergeLayers, removePart } from "../../kernel/base/layers.ts";
import { readYaml } from "../../kernel/base/yaml.ts";

const RULES: LayerRules = {
  keyOf: (path) => (path.at(-1) === "filters" ? "id" : undefined),
  isSet: (path) => path.at(-1) === "permissions",
};

const lower = readYaml(
  "label: One\nfilters:\n  - { id: a, value: 1 }\n  - { id: b, value: 2 }\npermissions: [x, y]\nlist: [1, 2]\n",
  "lower.yaml",
);
const upper = readYaml(
  "label: Two\nfilters:\n  - { id: b, value: 3 }\n  - { id: c, value: 4 }\npermissions: [y, z]\nlist: [3]\n",
  "upper.yaml",
);

describe("two layers", () => {
  const merged = mergeLayers(lower, upper, RULES);

  test("merge by key, sets are joined, other lists are replaced", () => {
    expect(merged.value).toEqual({
      label: "Two",
      filters: [
        { id: "a", value: 1 },
        { id: "b", value: 3 },
        { id: "c", value: 4 },
      ],
      permissions: ["x", "y", "z"],
      list: [3],
    });
  });

  test("every part knows the layer that gave it last, by index or by key", () => {
    const place = (...path: (string | number)[]) => {
      const { file, line } = merged.sourceOf(path);
      return `${file}:${line}`;
    };
    expect(place("filters", 0, "value")).toBe("lower.yaml:3");
    expect(place("filters", 1, "value")).toBe("upper.yaml:3");
    expect(place("filters", 1, "id")).toBe("upper.yaml:3");
    expect(place("filters", "c", "value")).toBe("upper.yaml:4");
    expect(place("permissions", "y")).toBe("lower.yaml:5");
    expect(place("permissions", 2)).toBe("upper.yaml:5");
    expect(place("list", 0)).toBe("upper.yaml:6");
    expect(place("filters", "nothing")).toBe("lower.yaml:2");
  });

  test("parts are removed by name, and the rest keeps its places", () => {
    const without = removePart(merged, ["filters", "a"], RULES)!;
    expect((without.value as { filters: unknown[] }).filters).toHaveLength(2);
    expect(without.sourceOf(["filters", 0, "value"])).toMatchObject({ file: "upper.yaml", line: 3 });
    expect(removePart(merged, ["permissions", "x"], RULES)?.value).toMatchObject({ permissions: ["y", "z"] });
    expect(removePart(merged, ["filters", "b", "value"], RULES)?.value).toMatchObject({
      filters: [{}, { id: "b" }, {}],
    });
    for (const absent of [["nothing"], ["filters", "z"], ["label", "x"], ["list", "7"], []]) {
      expect(removePart(merged, absent, RULES)).toBeNull();
    }
  });
});

const tree = fc.letrec<{ tree: unknown; object: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    fc.integer(),
    fc.string({ maxLength: 3 }),
    fc.array(fc.integer(), { maxLength: 3 }),
    tie("object"),
  ),
  object: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("tree"), { maxKeys: 3 }),
})).object;
const at = (value: unknown, file: string): Located => ({ value, sourceOf: () => ({ file, line: 1, column: 1 }) });
const plain: LayerRules = { keyOf: () => undefined, isSet: () => false };

describe("laws of layers", () => {
  test("an empty layer changes nothing, and a layer over itself neither", () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(mergeLayers(at(value, "a"), at({}, "b"), plain).value).toEqual(value);
        expect(mergeLayers(at(value, "a"), at(value, "b"), plain).value).toEqual(value);
      }),
    );
  });

  test("it does not matter which two of three layers come together first", () => {
    // A scalar that hides a mapping is the exception: what it hid does not come back.
    const shape = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.dictionary(fc.constantFrom("x", "y"), fc.integer()));
    fc.assert(
      fc.property(shape, shape, shape, (one, two, three) => {
        const left = mergeLayers(mergeLayers(at(one, "1"), at(two, "2"), plain), at(three, "3"), plain);
        const right = mergeLayers(at(one, "1"), mergeLayers(at(two, "2"), at(three, "3"), plain), plain);
        expect(left.value).toEqual(right.value);
        for (const [name, inner] of Object.entries(left.value as typeof one)) {
          for (const key of Object.keys(inner)) expect(left.sourceOf([name, key])).toEqual(right.sourceOf([name, key]));
        }
      }),
    );
  });

  test("a leaf comes from the last layer that has it", () => {
    fc.assert(
      fc.property(tree, tree, (one, two) => {
        const merged = mergeLayers(at(one, "1"), at(two, "2"), plain);
        for (const [name, value] of Object.entries(two as object)) {
          if (typeof value === "object") continue;
          expect(merged.sourceOf([name]).file).toBe("2");
          expect((merged.value as { [name: string]: unknown })[name]).toEqual(value);
        }
      }),
    );
  });
});
