import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "../../kernel/base/json.ts";
import type { Shape } from "../../kernel/kinds/kind.ts";
import { PLAIN } from "../../kernel/kinds/shape.ts";
import { compare } from "../../kernel/reconcile/compare/compare.ts";
import { leavesOf, leavesToSpec, pathText } from "../../kernel/reconcile/compare/leaves.ts";
import { settleFor } from "../../kernel/reconcile/compare/settle.ts";

const SHAPE: Shape = {
  ...PLAIN,
  keyedLists: { list: "id", tags: "id" },
  sets: ["set"],
  siteOwned: ["own", "tags"],
  open: ["tags"],
  kept: ["tags.*"],
};

/** Compares; returns the verdict on each leaf, and the object after an apply. */
function compared(desired: JsonObject, last: JsonObject, live: JsonObject, revertDrift = false) {
  const leaves = { desired: leavesOf(SHAPE, desired), last: leavesOf(SHAPE, last), live: leavesOf(SHAPE, live) };
  const { verdicts, merged } = compare(SHAPE, leaves, settleFor({ revertDrift }, "type.a"));
  return [
    Object.fromEntries(verdicts.map(({ path, verdict }) => [pathText(path), verdict])),
    leavesToSpec(SHAPE, merged),
  ];
}

const entries = (text: string) => [...text].map((id) => ({ id }));

describe("the table, leaf by leaf", () => {
  test.each([
    // desired, last, live → verdict, after; null where there is no value
    ["in sync", 1, 1, 1, null, 1],
    ["pending: changed", 2, 1, 1, "pending", 2],
    ["pending: added", 1, null, null, "pending", 1],
    ["pending: removed", null, 1, 1, "pending", null],
    ["drift: changed", 1, 1, 2, "drift", 2],
    ["drift: added", null, null, 1, "drift", 1],
    ["drift: removed", 1, 1, null, "drift", null],
    ["conflict: changed apart", 2, 1, 3, "conflict", 3],
    ["conflict: changed and removed", 2, 1, null, "conflict", null],
    ["conflict: removed and changed", null, 1, 2, "conflict", 2],
    ["conflict: unmanaged differs", 1, null, 2, "conflict", 2],
    ["converged: changed alike", 2, 1, 2, "converged", 2],
    ["converged: added alike", 1, null, 1, "converged", 1],
    ["converged: removed alike", null, 1, null, "converged", null],
  ] as const)("%s", (_, desired, last, live, verdict, after) => {
    const spec = (value: number | null): JsonObject => (value === null ? {} : { a: value });
    expect(compared(spec(desired), spec(last), spec(live))).toEqual([
      verdict === null ? {} : { a: verdict },
      spec(after),
    ]);
    const reverted = compared(spec(desired), spec(last), spec(live), true);
    expect(reverted[1]).toEqual(spec(desired));
  });
});

describe("what belongs to the site", () => {
  test.each([
    ["the packs give the first value", 1, null, null, 1],
    ["a change by an editor stays, and is no drift", 1, 1, 2, 2],
    ["also when the packs change it", 3, 1, 2, 2],
    ["what no editor changed follows the packs", 3, 1, 1, 3],
    ["what an editor took out stays out", 1, 1, null, null],
  ] as const)("%s", (_, desired, last, live, after) => {
    const spec = (value: number | null): JsonObject => (value === null ? {} : { own: value });
    const [verdicts, merged] = compared(spec(desired), spec(last), spec(live), true);
    expect(Object.values(verdicts!).filter((verdict) => verdict !== "pending")).toEqual([]);
    expect(merged).toEqual(spec(after));
  });

  test("entries that editors add to an open list are no drift, and stay", () => {
    const [verdicts, merged] = compared({ tags: entries("a") }, { tags: entries("a") }, { tags: entries("xa") });
    expect([verdicts, merged]).toEqual([{}, { tags: entries("xa") }]);
  });

  test("entries that hold content stay when the packs give them up", () => {
    const [verdicts, merged] = compared({ tags: entries("a") }, { tags: entries("ab") }, { tags: entries("ab") });
    expect([verdicts, merged]).toEqual([{ "tags.b.id": "forgotten" }, { tags: entries("ab") }]);
  });

  test("also when they give up the list", () => {
    const [verdicts, merged] = compared({}, { tags: entries("a") }, { tags: entries("ax") });
    expect([verdicts, merged]).toEqual([{ "tags.a.id": "forgotten" }, { tags: entries("ax") }]);
  });
});

describe("sets and orders", () => {
  test("packs and site may each add to a set", () => {
    expect(compared({ set: ["a", "b"] }, { set: ["a"] }, { set: ["a", "c"] })).toEqual([
      { "set.b": "pending", "set.c": "drift" },
      { set: ["a", "b", "c"] },
    ]);
  });

  test("a set that was empty is filled, and is not there twice", () => {
    expect(compared({ set: ["a"] }, { set: [] }, { set: [] })).toEqual([{ "set.a": "pending" }, { set: ["a"] }]);
    expect(compared({ set: [] }, { set: [] }, { set: ["a"] })).toEqual([{ "set.a": "drift" }, { set: ["a"] }]);
  });

  test.each([
    ["an entry comes in at its place", "abc", "ac", "ac", { "list.b.id": "pending" }, "abc"],
    ["entries change places", "ba", "ab", "ab", { list: "pending" }, "ba"],
    ["the site changed places", "ab", "ab", "ba", { list: "drift" }, "ba"],
    ["both changed places alike", "ba", "ab", "ba", { list: "converged" }, "ba"],
    ["both changed places apart", "bca", "abc", "cab", { list: "conflict" }, "cab"],
    ["both add an entry", "abx", "ab", "yab", { "list.x.id": "pending", "list.y.id": "drift" }, "yabx"],
    ["all entries go", "", "ab", "ab", { "list.a.id": "pending", "list.b.id": "pending" }, ""],
    [
      "both add the same entry at different places",
      "xab",
      "ab",
      "abx",
      { list: "pending", "list.x.id": "converged" },
      "xab",
    ],
  ] as const)("%s", (_, desired, last, live, verdicts, after) => {
    const spec = (text: string): JsonObject => ({ list: entries(text) });
    expect(compared(spec(desired), spec(last), spec(live))).toEqual([verdicts, spec(after)]);
  });
});
