import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Json } from "../../kernel/base/json.ts";
import { writeYaml } from "../../kernel/base/write-yaml.ts";
import { readYaml } from "../../kernel/base/yaml.ts";
import { awkwardText } from "../support/generated.ts";

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    awkwardText,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(awkwardText, tie("value"), { maxKeys: 3 }),
  ) as fc.Arbitrary<Json>,
}));

test("what is written is read back as it was, by the same reader that reads packs", () => {
  fc.assert(
    fc.property(fc.dictionary(awkwardText, value, { maxKeys: 4 }), (given) => {
      // A key that is written twice, or `__proto__`, is nothing that a pack could have.
      fc.pre(!JSON.stringify(given).includes("__proto__"));
      const text = writeYaml(given);
      const { value: read, faults } = readYaml(text, "x.yaml");
      expect(faults).toEqual([]);
      expect(read).toEqual(given);
      expect(writeYaml(read as Json)).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test("it looks as the files of packs do", () => {
  const given = {
    label: "Film",
    help: "First line.\nSecond line.\n",
    fields: { field_year: { type: "integer", required: true } },
    filters: [{ field: "title", operator: "contains" }, "yes", "2020-01-01"],
    none: [],
    empty: {},
    nothing: null,
  };
  expect(writeYaml(given)).toBe(`label: Film
help: |
  First line.
  Second line.
fields:
  field_year:
    type: integer
    required: true
filters:
  - field: title
    operator: contains
  - "yes"
  - 2020-01-01
none: []
empty: {}
nothing: null
`);
});
