import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { nestsDeeper } from "../../kernel/base/json-depth.ts";

const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test("depth is counted, however deep", () => {
  expect([nestsDeeper(nested(64), 64), nestsDeeper(nested(65), 64)]).toEqual([false, true]);
  expect(nestsDeeper('{"a":'.repeat(200_000), 64)).toBe(true);
  expect(nestsDeeper(JSON.stringify(["[".repeat(500), "\\", '"{{{', '\\"[']), 2)).toBe(false);
});

test("it says what walking the value says", () => {
  const depthOf = (value: unknown): number =>
    typeof value !== "object" || value === null ? 0 : 1 + Math.max(0, ...Object.values(value).map(depthOf));
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 0, max: 6 }), (text, levels) => {
      // Short texts are let through unread: they have no room for so many levels.
      expect(nestsDeeper(text, levels)).toBe(depthOf(JSON.parse(text)) > levels);
    }),
  );
});
