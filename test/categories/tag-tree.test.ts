import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Tag } from "../../kernel/categories/tag-tree.ts";
import { buildTagTree } from "../../kernel/categories/tag-tree.ts";

const tag = (id: string, ...parents: string[]): Tag => ({ id, label: id, description: "", parents });
const outline = (tags: readonly Tag[]) =>
  buildTagTree(tags).entries.map((entry) => `${"- ".repeat(entry.depth)}${entry.tag.id}`);

describe("a tree", () => {
  const tree = buildTagTree([tag("tech"), tag("rust", "programming"), tag("programming", "tech"), tag("art")]);

  test("lists every tag below its parent, siblings in the order given", () => {
    expect(tree.entries.map(({ tag: { id }, depth }) => [id, depth])).toEqual([
      ["tech", 0],
      ["programming", 1],
      ["rust", 2],
      ["art", 0],
    ]);
  });

  test("knows what is below a tag and the way down to it", () => {
    expect(tree.descendants("tech")).toEqual(["programming", "rust"]);
    expect(tree.descendants("rust")).toEqual([]);
    expect(tree.ancestors("rust").map(({ id }) => id)).toEqual(["tech", "programming"]);
    expect(tree.ancestors("art")).toEqual([]);
  });
});

describe("a tag with several parents", () => {
  const tags = [tag("a"), tag("b"), tag("c", "a", "b"), tag("d", "c")];

  test("is listed under each, and counted once", () => {
    expect(outline(tags)).toEqual(["a", "- c", "- - d", "b", "- c", "- - d"]);
    expect(
      buildTagTree(tags)
        .ancestors("d")
        .map(({ id }) => id),
    ).toEqual(["a", "b", "c"]);
    expect(buildTagTree(tags).descendants("b")).toEqual(["c", "d"]);
  });
});

test("a parent that is elsewhere makes a root", () => {
  expect(outline([tag("a", "gone")])).toEqual(["a"]);
});

test("circles end, and what is above agrees with what is below", () => {
  const ids = ["a", "b", "c", "d", "e"];
  const anyTags = fc.tuple(
    ...ids.map((id) => fc.subarray(ids.filter((other) => other !== id)).map((up) => tag(id, ...up))),
  );
  fc.assert(
    fc.property(anyTags, (tags) => {
      const tree = buildTagTree(tags);
      for (const above of ids) {
        for (const below of ids) {
          const isAbove = tree.ancestors(below).some(({ id }) => id === above);
          expect(tree.descendants(above).includes(below)).toBe(isAbove);
        }
      }
    }),
  );
});
