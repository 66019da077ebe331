import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { canonicalJson } from "../../kernel/base/json.ts";

/** As it is defined: each key where its code units put it, written one by one. */
function defined(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(defined).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${defined(part)}`).join(",")}}`;
}

const key = fc.oneof(
  fc.string(),
  fc.constantFrom("__proto__", "10", "9", "-1", "0x", "01", "a", "toString", "toJSON", ""),
);
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, undefined, true, 1.5, -0, Number.NaN),
    fc.string({ unit: "binary" }),
    fc.array(tie("value")),
    fc.array(fc.tuple(key, tie("value"))).map((entries) => Object.fromEntries(entries)),
  ),
}));

test("whatever a value holds, its text is that of its keys in order, and reads back as the same", () => {
  fc.assert(
    fc.property(values, (value) => {
      const text = canonicalJson(value);
      expect(text).toBe(defined(value));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

test("equal values have equal text, whatever the order of their keys", () => {
  expect(canonicalJson({ b: 1, a: { 10: 1, 9: 2 } })).toBe('{"a":{"10":1,"9":2},"b":1}');
  expect(canonicalJson({ a: { 9: 2, 10: 1 }, b: 1 })).toBe('{"a":{"10":1,"9":2},"b":1}');
  expect(canonicalJson(JSON.parse('{"b": 1, "__proto__": {"a": 2}}'))).toBe('{"__proto__":{"a":2},"b":1}');
});
