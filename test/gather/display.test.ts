import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { activeFilters } from "../../kernel/gather/active.ts";
import { resolveDisplay } from "../../kernel/gather/display.ts";
import { parameterNames, parseExposed } from "../../kernel/gather/exposed.ts";
import { sourceNames } from "../../kernel/gather/sources.ts";
import { urlWith } from "../../kernel/gather/urls.ts";
import type { Gather, GatherDisplay, GatherFilter } from "../../kernel/kinds/gather/gather-spec.ts";
import { ENGLISH } from "../../kernel/words/create-words.ts";
import { siteOfTypes } from "./site-of-types.ts";

const site = siteOfTypes(parse(readFileSync(join(import.meta.dirname, "../golden/gather/types.yaml"), "utf8")));

function gatherOf(...displays: readonly Partial<GatherDisplay>[]): Gather {
  const complete = displays.map((display) => ({ id: "page", display_type: "page" as const, ...display }));
  return { name: "test", spec: { label: "Test", base_table: "item", displays: complete } };
}

describe("displays", () => {
  test("that inherit in a circle, or from nothing, are faults", () => {
    const circle = gatherOf({ id: "a", inherits: "b" }, { id: "b", inherits: "a" });
    expect(() => resolveDisplay(site, circle, "a")).toThrow(expect.objectContaining({ code: "gather.bad_display" }));
    const orphan = gatherOf({ id: "a", inherits: "b" });
    expect(() => resolveDisplay(site, orphan, "a")).toThrow(expect.objectContaining({ code: "gather.missing" }));
  });

  test("leave out what their types do not have", () => {
    const filters: GatherFilter[] = [
      { field: "type", operator: "equals", value: "book" },
      { field: "field_rating", operator: "greater_than", value: 4 },
      { field: "field_pages", operator: "greater_than", value: 4 },
      { field: "constructor", operator: "equals", value: 4 },
    ];
    const display = resolveDisplay(site, gatherOf({ filters }), "page");
    expect(display.typeNames).toEqual(["book"]);
    expect(display.filters.map((filter) => filter.id)).toEqual(["field_pages"]);
  });

  test("know every name", () => {
    expect(sourceNames([site.types.get("book")!])).toEqual([
      "id",
      "title",
      "type",
      "status",
      "created",
      "changed",
      "promote",
      "sticky",
      "author_id",
      "langcode",
      "field_genre",
      "field_pages",
      "tags",
    ]);
  });
});

describe("what a visitor has set", () => {
  const exposed = (label: string) => ({ exposed: { label } });
  const display = resolveDisplay(
    site,
    gatherOf({
      path: "/list",
      filters: [
        { field: "field_released", operator: "between", ...exposed("Released") },
        { field: "field_mpaa", operator: "in", ...exposed("Certificate") },
        { field: "field_seen", operator: "equals", ...exposed("Seen") },
        { field: "status", operator: "equals", ...exposed("Status") },
        { field: "field_rating", operator: "between", value: { min: 5 }, ...exposed("Rating") },
        { id: "dated", field: "field_released", operator: "is_not_null", ...exposed("Dated") },
      ],
    }),
    "page",
  );
  const context = { site: { dateFormat: "d MMMM yyyy", words: ENGLISH }, tags: { labelOf: () => null } };
  const read = (query: string) => parseExposed(display, new URLSearchParams(query));

  test("is said in words", () => {
    const input = read(
      "field_released[max]=1999-12-31&field_mpaa=G&field_mpaa=PG&field_seen=no&status=0&field_rating[min]=1000&field_rating[max]=2000&dated=1",
    );
    expect(activeFilters(display, "/list", input, context).map(({ label, text }) => [label, text])).toEqual([
      ["Released", "up to 31 December 1999"],
      ["Certificate", "G, PG"],
      ["Seen", "No"],
      ["Status", "Unpublished"],
      ["Rating", "1,000 – 2,000"],
      ["Dated", ""],
    ]);
  });

  test("is written back in the order of the display, without what says nothing", () => {
    expect(urlWith(display, "/list", read("x=y&field_mpaa=PG&field_mpaa=G&dated=0&field_seen=maybe&page=3"))).toBe(
      "/list?field_mpaa=PG&field_mpaa=G&page=3",
    );
    expect(urlWith(display, "/list", read("page=3&field_mpaa=G"), { values: { field_mpaa: ["R"] } })).toBe(
      "/list?field_mpaa=R",
    );
    expect(urlWith(display, "/list", read("page=3&field_mpaa=G"), { page: 1 })).toBe("/list?field_mpaa=G");
  });

  test("may be that a value of the display is taken away", () => {
    const away = read("field_rating[min]=&field_rating[max]=");
    expect(away.values.get("field_rating")).toBeNull();
    expect(urlWith(display, "/list", away)).toBe("/list?field_rating%5Bmin%5D=");
    expect(read("").values.has("field_rating")).toBe(false);
  });

  test("comes by these names", () => {
    expect(display.filters.flatMap(parameterNames).slice(0, 3)).toEqual([
      "field_released[min]",
      "field_released[max]",
      "field_mpaa",
    ]);
  });
});
