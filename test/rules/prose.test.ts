import { describe, expect, test } from "@jest/globals";
import { sourceFiles } from "../support/source.ts";

const files = ["kernel", "sdk", "bench", "plugins", "test"].flatMap(sourceFiles);
/** Sources that are compared letter by letter, or wrong on purpose; this one too. */
const GIVEN = /^test\/(golden|sdk\/fixtures)\/|prose\.test\.ts$/;

/** Finds the docstrings that begin with a clause instead of a verb or a noun; each with its first words. */
function clausesIn(text: string): readonly string[] {
  const starts = [...text.matchAll(/\/\*\*\s+(?:\* )?([^\n]*)/g)].map((match) => match[1]!);
  return starts.filter((start) => /^(What|Whatever|Whether|Those)\b/.test(start)).map((start) => start.slice(0, 40));
}

test("a docstring begins with a verb or a noun", () => {
  const wrong = files
    .filter(({ path }) => !GIVEN.test(path))
    .flatMap(({ path, text }) => clausesIn(text).map((start) => `${path}: ${start}`));
  expect(wrong).toEqual([]);
});

describe("a clause is found in", () => {
  test.each([
    ["/** What it is. */\nconst a = 1;", ["What it is. */"]],
    ["/**\n * Whether it is,\n * or not.\n */", ["Whether it is,"]],
    ["/** Lists what is there. */", []],
    ["// What it is.", []],
  ])("%j", (text, found) => {
    expect(clausesIn(text)).toEqual(found);
  });
});

const MOST_COLUMNS = 120;
/** Sources of guests: a compiled plugin knows its lines, so comments there do not move them. */
const OF_GUESTS = /^sdk\/assembly\/|^plugins\/|^bench\/plugins\/|\/fixtures\//;

test("no comment is wider than 120 columns", () => {
  const isComment = /^\s*(\*|\/\*\*|\/\/ (?!biome-ignore))/;
  const wrong = files
    .filter(({ path }) => !OF_GUESTS.test(path) && !path.startsWith("test/golden/"))
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, index) => {
        const isWide = line.length > MOST_COLUMNS && isComment.test(line);
        return isWide ? [`${path}:${index + 1} has ${line.length}`] : [];
      }),
    );
  expect(wrong).toEqual([]);
});
