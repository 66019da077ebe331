import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { encodeTarget, readTarget } from "../../kernel/http/target.ts";

test.each([
  ["/", { path: "/", query: "" }],
  ["/films?title=heat&page=2", { path: "/films", query: "title=heat&page=2" }],
  ["/%66ilms?", { path: "/films", query: "" }],
  ["/caf%C3%A9?a?b", { path: "/café", query: "a?b" }],
  ["http://elsewhere.example/films?x=1", { path: "/films", query: "x=1" }],
  ["HTTPS://elsewhere.example", { path: "/", query: "" }],
  ["//elsewhere.example/", { path: "//elsewhere.example/", query: "" }],
])("%s is read", (url, target) => {
  expect(readTarget(url)).toEqual(target);
});

test.each([
  "/%ZZ",
  "/%",
  "/%C3",
  "/%00",
  "/a%0d%0ab",
  "/a%2Fb",
  "/a%5cb",
  "/\\elsewhere.example",
  `/${"a".repeat(5_000)}`,
])("%s is no address", (url) => {
  expect(readTarget(url)).toBeNull();
});

test("law: what is encoded reads as it was", () => {
  const segment = fc.string({ unit: "grapheme" }).filter((text) => !/[\p{Cc}\\/]/u.test(text));
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
      const path = `/${segments.join("/")}`;
      const target = readTarget(encodeTarget({ path, query: "a=1" }));
      fc.pre(target !== null);
      expect(target).toEqual({ path, query: "a=1" });
    }),
  );
});
