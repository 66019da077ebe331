import { expect, test } from "@jest/globals";
import type { SourceFile } from "../support/source.ts";
import { sourceFiles } from "../support/source.ts";
import { importGraph } from "./circles.ts";

const FEWEST_LINES = 25;

/**
 * Folders whose files are the entries of a table, or what is loaded only when it is needed: one each, however short.
 */
const ENTRIES: readonly (readonly [folder: RegExp, reason: string])[] = [
  [/^kernel\/cli\//, "a verb loads what it needs when it runs"],
  [/^kernel\/gather\/operators\//, "an operator"],
  [/^kernel\/words\/english\//, "a group of sentences"],
  [/^kernel\/(fields\/types|kinds)\/[a-z-]+\//, "a part of a field type or kind, whose folder the compiler looks into"],
  [/^kernel\/host\//, "an interface of the contract"],
  [/^kernel\/http\/(routes|middleware)\//, "an area of routes, or a station of a request"],
  [/^kernel\/render\//, "a step of a text format"],
];

/** Short files with one user that stand for themselves, and why. */
const ALONE: { readonly [path: string]: string } = {
  "kernel/boot/follow-variables.ts": "a step of wireKernel, which only names its steps",
  "kernel/cache/size-of.ts": "a measure, beside what is done with it",
  "kernel/content/check-texts.ts": "a step of saveItem, which only names its steps",
  "kernel/content/prune-revisions.ts": "a step of saveItem, which only names its steps",
  "kernel/forms/item-form/arranged-fields.ts": "an order, beside the elements that are put into it",
  "kernel/observe/human-line.ts": "the form of a line for people; log.ts is about where lines go",
  "kernel/packs/fault-order.ts": "an order; readPacks only names its steps",
  "kernel/plugins/pump.ts": "the one call that a guest's meter makes by itself",
  "kernel/reconcile/plan/last-edits.ts": "the one question of a plan to the audit",
  "kernel/state/redis/bury.ts": "a script for Redis, with what it promises",
  "kernel/state/redis/bus.ts": "a part of the port, as its siblings are",
  "kernel/words/ages.ts": "a format, as days.ts and numbers.ts are",
};

function loneFiles(files: readonly SourceFile[]): readonly string[] {
  const users = new Map<string, Set<string>>();
  for (const [path, targets] of importGraph(files)) {
    for (const target of targets) users.set(target, (users.get(target) ?? new Set()).add(path));
  }
  const roomOf = (path: string) => path.split("/").slice(0, 2).join("/");
  return files
    .filter(({ path, text }) => {
      const [user, ...others] = users.get(path) ?? [];
      const isShort = text.split("\n").length - 1 < FEWEST_LINES;
      return isShort && user !== undefined && others.length === 0 && roomOf(user) === roomOf(path);
    })
    .map(({ path }) => path);
}

test("a short file that one other of its room uses is part of that, or says why not", () => {
  const files = ["kernel", "test", "bench", "sdk"].flatMap(sourceFiles);
  const lone = loneFiles(files).filter(
    (path) => path.startsWith("kernel/") && !ENTRIES.some(([folder]) => folder.test(path)),
  );
  expect(lone.filter((path) => ALONE[path] === undefined)).toEqual([]);
  const known = new Set(files.map(({ path }) => path));
  expect(Object.keys(ALONE).filter((path) => !known.has(path))).toEqual([]);
});
