import { describe, expect, test } from "@jest/globals";
import { sourceFiles } from "../support/source.ts";
import { parameterCounts } from "./parameters.ts";

const files = sourceFiles("kernel");

const MOST_PARAMETERS = 4;
/** Signatures that others gave: those of WASI, and of an ABI between guest and kernel. */
const GIVEN: ReadonlySet<string> = new Set(["kernel/plugins/wasi.ts"]);

/** Functions that take more still, by file: a number only goes down. */
const STILL: { readonly [path: string]: number } = {
  "kernel/accounts/account-changes.ts": 2,
  "kernel/model/request-state.ts": 2,
  "kernel/plugins/call.ts": 1,
  "kernel/plugins/dispatch/alter.ts": 1,
  "kernel/plugins/dispatch/around.ts": 2,
  "kernel/plugins/dispatch/check.ts": 1,
  "kernel/plugins/dispatch/each.ts": 1,
  "kernel/plugins/dispatch/lists.ts": 1,
  "kernel/plugins/dispatch/one.ts": 2,
  "kernel/plugins/dispatch/dispatch-taps.ts": 2,
  "kernel/plugins/entry.ts": 1,
  "kernel/plugins/lower.ts": 1,
  "kernel/plugins/plugins.ts": 1,
  "kernel/reconcile/export/export.ts": 1,
};

test("a function takes at most four parameters", () => {
  const found = files
    .filter(({ path }) => !GIVEN.has(path))
    .map(
      ({ path, text }) => [path, parameterCounts(text).filter(({ count }) => count > MOST_PARAMETERS).length] as const,
    )
    .filter(([, count]) => count > 0);
  expect(Object.fromEntries(found)).toEqual(STILL);
});

describe("parameters are counted in", () => {
  test.each([
    ["function f(a: string, b: { c: number; d: [x: 1, y: 2] }, ...rest: readonly Map<string, number>[]) {}", 3],
    ["const f = async <T>(a: T, b = g(1, 2), { c, d }: D) => a;", 3],
    ["type F = (a: (x: 1, y: 2) => void, b: string) => void;", 2],
    ["interface I {\n  each(a: 1, b: 2, c: 3, d: 4, e: 5): void;\n}", 5],
    ["export function none(): void {}", 0],
    ['const f = (a = ",", // b, c\n d: string) => a;', 2],
  ])("%s", (text, count) => {
    expect(parameterCounts(text).map((each) => each.count)).toContain(count);
  });
});

/**
 * Where a process has to remember: ids of one millisecond are counted, so that they sort in the order they were made.
 */
const REMEMBERS: ReadonlySet<string> = new Set(["kernel/base/ids.ts"]);

test("no module keeps a state", () => {
  const state = /^(?:export )?(?:let |const \w+(?:: (?!Readonly)[^=]*)? = new (?:Map|Set|WeakMap|WeakSet)\b)/m;
  const wrong = files.filter(({ path, text }) => !REMEMBERS.has(path) && state.test(text));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});
