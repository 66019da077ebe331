import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  bySpecificity,
  fillPattern,
  holesOf,
  isMatch,
  parsePattern,
  pathPattern,
  REST,
  splitPath,
} from "../../kernel/addresses/path-pattern.ts";

test.each([
  ["films", "does not begin with a slash"],
  ["//films", "has two slashes in a row"],
  ["/films//new", "has two slashes in a row"],
  ["/films/", "ends with a slash"],
  ["/films/../user", "has a segment .., which browsers take away"],
  ["/f%C3%BCr", "is encoded: it is written as people read it, without %"],
  ["/films?a", 'has a "?", which is no part of a path'],
  ["/two words", 'has a " ", which is no part of a path'],
  ["/films\\new", 'has a "\\\\", which is no part of a path'],
  ["/*/films", "has a * that is not its last segment"],
  ["/films*", "has the segment films*: a * is the whole last segment"],
  ["/film-{year}", "has the segment film-{year}: a hole is a whole segment, {name}, in small letters"],
  ["/{Year}", "has the segment {Year}: a hole is a whole segment, {name}, in small letters"],
  ["/{a}/{a}", "names the hole {a} twice"],
])("%s %s", (text, problem) => {
  expect(parsePattern(text)).toEqual({ problem });
});

test.each([
  ["/", ["/"], ["/films"]],
  ["/films", ["/films"], ["/", "/Films", "/films/1980", "/film"]],
  ["/films/{year}", ["/films/1980", "/films/ü"], ["/films", "/films/", "/films/1980/de"]],
  ["/api/*", ["/api/a", "/api/a/b"], ["/api", "/apis/a", "/"]],
  ["/*", ["/a", "/a/b"], ["/"]],
  ["/für/{a}/*", ["/für/x/y/z"], ["/für/x"]],
])("%s is matched by some paths and not by others", (text, some, others) => {
  const pattern = pathPattern(text);
  expect([...some, ...others].filter((path) => isMatch(pattern, splitPath(path)))).toEqual(some);
});

test("patterns of one shape answer the same paths", () => {
  expect(pathPattern("/films/{a}/cast").shape).toBe(pathPattern("/films/{b}/cast").shape);
  expect(pathPattern("/films/{a}").shape).not.toBe(pathPattern("/films/*").shape);
});

test("the more specific one comes first, from the left", () => {
  const texts = ["/films/{a}/*", "/{a}/new/x", "/films/new/{b}", "/films/new/x", "/*", "/films/{a}/x", "/films/*"];
  const sorted = texts.map(pathPattern).sort(bySpecificity);
  expect(sorted.map(({ text }) => text)).toEqual([
    "/films/new/x",
    "/films/new/{b}",
    "/films/{a}/x",
    "/films/{a}/*",
    "/films/*",
    "/{a}/new/x",
    "/*",
  ]);
});

test("law: a pattern matches what it is filled with, decoded", () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/);
  const part = fc.oneof(
    name,
    name.map((hole) => `{${hole}}`),
  );
  const value = fc.string({ minLength: 1 }).filter((text) => !text.includes("/"));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), fc.boolean(), fc.infiniteStream(value), (parts, isOpen, values) => {
      const parsed = parsePattern(`/${[...parts, ...(isOpen ? ["*"] : [])].join("/")}`);
      if ("problem" in parsed) return;
      const names = [...holesOf(parsed), ...(isOpen ? [REST] : [])];
      const filled = fillPattern(parsed, Object.fromEntries(names.map((hole) => [hole, values.next().value!])));
      expect(isMatch(parsed, splitPath(decodeURIComponent(filled!)))).toBe(true);
    }),
  );
});

test("nothing is made of a pattern when a value is missing", () => {
  expect(fillPattern(pathPattern("/films/{year}"), {})).toBeNull();
  expect(fillPattern(pathPattern("/assets/*"), {})).toBeNull();
  expect(fillPattern(pathPattern("/assets/*"), { [REST]: "a b/c" })).toBe("/assets/a%20b/c");
});
