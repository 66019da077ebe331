import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createAddressBook } from "../../kernel/addresses/address-book.ts";
import { OWN_ADDRESSES } from "../../kernel/addresses/own-addresses.ts";
import { bySpecificity, isMatch, parsePattern, pathPattern, splitPath } from "../../kernel/addresses/path-pattern.ts";
import { pathTo } from "../../kernel/addresses/path-to.ts";
import type { Address } from "../../kernel/model/address.ts";

const at = (text: string, name = text): Address => ({
  pattern: pathPattern(text),
  methods: ["GET"],
  owner: { kind: "gather", name, part: "page" },
  permission: null,
  source: null,
});
const book = (texts: readonly string[], frontPage?: string) =>
  createAddressBook(
    texts.map((text) => at(text)),
    frontPage,
  );
const foundIn = (texts: readonly string[]) => (path: string) => {
  const match = book(texts).find(path);
  return match === undefined ? null : [match.address.pattern.text, match.values];
};

test("a text wins over a hole, and a hole over a *, from the left; what leads nowhere is left again", () => {
  const found = foundIn(["/films/{id}", "/films/new", "/films/new/{a}/x", "/{any}/new/y", "/films/*", "/{any}/{more}"]);
  expect(found("/films/new")).toEqual(["/films/new", {}]);
  expect(found("/films/1980")).toEqual(["/films/{id}", { id: "1980" }]);
  expect(found("/films/new/1/x")).toEqual(["/films/new/{a}/x", { a: "1" }]);
  expect(found("/films/new/y")).toEqual(["/films/*", { "*": "new/y" }]);
  expect(found("/books/new/y")).toEqual(["/{any}/new/y", { any: "books" }]);
  expect(found("/books/1")).toEqual(["/{any}/{more}", { any: "books", more: "1" }]);
  expect(["/films", "/films/", "/Films/new/1/x", "/", ""].map(found)).toEqual([null, null, null, null, null]);
});

test("names that objects have anyway are segments like others", () => {
  const found = foundIn(["/constructor", "/{proto}/valueOf"]);
  expect([found("/constructor"), found("/__proto__"), found("/toString/x")]).toEqual([
    ["/constructor", {}],
    null,
    null,
  ]);
  expect(foundIn(["/{a}"])("/__proto__")).toEqual(["/{a}", { a: "__proto__" }]);
});

test("/ shows what is at the front page, and answers nothing where nothing is there", () => {
  const match = book(["/films/{year}"], "/films/1980").find("/");
  expect([match?.address.pattern.text, match?.values, match?.isFront]).toEqual([
    "/films/{year}",
    { year: "1980" },
    true,
  ]);
  expect(book(["/films"], "/nowhere").find("/")).toBeUndefined();
  expect(book(["/"], "/").find("/")?.isFront).toBe(true);
});

test("law: a book finds what a look at every pattern finds", () => {
  const part = fc.constantFrom("a", "b", "{x}", "{y}", "{z}");
  const pattern = fc
    .tuple(fc.array(part, { maxLength: 4 }), fc.boolean())
    .map(([parts, isOpen]) => `/${[...parts, ...(isOpen ? ["*"] : [])].join("/")}`)
    .filter((text) => !("problem" in parsePattern(text)));
  const path = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 5 }).map((parts) => `/${parts.join("/")}`);
  fc.assert(
    fc.property(
      fc.uniqueArray(pattern, { maxLength: 8, selector: (text) => pathPattern(text).shape }),
      path,
      (texts, asked) => {
        const patterns = texts.map(pathPattern);
        const expected = patterns.filter((each) => isMatch(each, splitPath(asked))).sort(bySpecificity)[0];
        expect(book(texts).find(asked)?.address.pattern.text).toBe(expected?.text);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("no two addresses of the kernel have one shape, and links lead to them", () => {
  expect(new Set(OWN_ADDRESSES.map(({ pattern }) => pattern.shape)).size).toBe(OWN_ADDRESSES.length);
  const own = createAddressBook(OWN_ADDRESSES);
  expect(pathTo("account-edit", { id: "a b" })).toBe("/user/a%20b/edit");
  expect(own.find(pathTo("person-block", { id: "1" }))?.address.owner).toEqual({
    kind: "kernel",
    name: "person-block",
  });
  expect(own.find(pathTo("asset", { hash: "ab", "*": "css/site.css" }))?.values).toEqual({
    hash: "ab",
    "*": "css/site.css",
  });
});
