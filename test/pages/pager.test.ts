import { expect, test } from "@jest/globals";
import { fullPager, miniPager } from "../../kernel/pages/pager.ts";

const urlOf = (page: number) => `?page=${page}`;

test.each([
  [1, 1, "none"],
  [1, 2, "[1] 2 >"],
  [2, 2, "< 1 [2]"],
  [1, 4, "[1] 2 3 4 >"],
  [1, 9, "[1] 2 … 9 >"],
  [2, 9, "< 1 [2] 3 … 9 >"],
  [3, 9, "< 1 2 [3] 4 … 9 >"],
  [4, 9, "< 1 2 3 [4] 5 … 9 >"],
  [5, 9, "< 1 … 4 [5] 6 … 9 >"],
  [6, 9, "< 1 … 5 [6] 7 8 9 >"],
  [7, 9, "< 1 … 6 [7] 8 9 >"],
  [9, 9, "< 1 … 8 [9]"],
  [12, 9, "< 1 … 9"],
])("page %d of %d: %s", (page, pages, shown) => {
  const pager = fullPager(page, pages, urlOf);
  const places = pager?.pages.map((place) => (place.gap ? "…" : place.current ? `[${place.label}]` : place.label));
  const text =
    pager === null ? "none" : [pager.previous && "<", ...places!, pager.next && ">"].filter(Boolean).join(" ");
  expect(text).toBe(shown);
});

test("a listing that does not count goes back and forth", () => {
  expect(miniPager(1, false, urlOf)).toBeNull();
  expect(miniPager(1, true, urlOf)).toEqual({ previous: null, next: "?page=2", pages: [] });
  expect(miniPager(3, false, urlOf)).toEqual({ previous: "?page=2", next: null, pages: [] });
});

test("past the end, previous leads to the last page", () => {
  expect(fullPager(12, 9, urlOf)?.previous).toBe("?page=9");
});
