import { describe, expect, test } from "@jest/globals";
import { nextDay } from "../../kernel/base/iso-day.ts";
import { isReadablePattern, parseDate } from "../../kernel/fields/date-pattern.ts";
import type { FieldSpec } from "../../kernel/fields/field-spec.ts";
import type { ViewContext } from "../../kernel/fields/field-type.ts";
import { viewField } from "../../kernel/fields/view.ts";
import type { FieldValue } from "../../kernel/model/item.ts";
import { ENGLISH } from "../../kernel/words/create-words.ts";

const tag = "018f0000-0000-7000-8000-000000000001";
const hidden = "018f0000-0000-7000-8000-000000000002";
const context: ViewContext = {
  site: { dateFormat: "d MMMM yyyy", words: ENGLISH },
  labelOf: ({ target_id }) => (target_id === tag ? { label: "Action", url: `/category/${tag}` } : null),
};
const spec = (type: FieldSpec["type"], more: object = {}) => ({ type, label: "Field", ...more }) as FieldSpec;
const reference = (id: string) => ({ target_id: id, target_type: "category_tag" as const });

describe("fields as elements", () => {
  const cases: [FieldSpec, FieldValue | null, unknown][] = [
    [spec("text"), { value: "<b>" }, { "#type": "markup", "#tag": "span", "#value": "<b>" }],
    [spec("text"), null, null],
    [
      spec("text_long"),
      { value: "*x*", format: "markdown" },
      { "#type": "markup", "#tag": "div", "#value": "*x*", "#format": "markdown" },
    ],
    [spec("integer", { unit: "min" }), { value: 131 }, { "#type": "markup", "#tag": "span", "#value": "131 min" }],
    [spec("decimal", { scale: 1 }), { value: 8 }, { "#type": "markup", "#tag": "span", "#value": "8.0" }],
    [spec("boolean"), { value: false }, { "#type": "markup", "#tag": "span", "#value": "No" }],
    [
      spec("date"),
      { value: "1998-06-12" },
      { "#type": "time", "#value": "12 June 1998", "#attributes": { datetime: "1998-06-12" } },
    ],
    [spec("email"), { value: "a@b.org" }, { "#type": "link", "#value": "a@b.org", "#url": "mailto:a@b.org" }],
    [
      spec("url"),
      { value: "https://www.example.org/" },
      { "#type": "link", "#value": "example.org", "#url": "https://www.example.org/" },
    ],
    [
      spec("select", { options: { pg: "Parental guidance" } }),
      { value: "pg" },
      { "#type": "markup", "#tag": "span", "#value": "Parental guidance" },
    ],
    [spec("json"), { value: { a: 1 } }, { "#type": "markup", "#tag": "pre", "#value": '{\n  "a": 1\n}' }],
    [
      spec("reference", { target: "category_tag" }),
      [reference(tag), reference(hidden)],
      { "#type": "link", "#value": "Action", "#url": `/category/${tag}` },
    ],
    [spec("reference", { target: "category_tag" }), [reference(hidden)], null],
    [
      spec("text", { cardinality: 2 }),
      [{ value: "a" }, { value: "b" }],
      {
        "#type": "item_list",
        "#attributes": { class: ["values"] },
        "#children": [
          { "#type": "markup", "#tag": "span", "#value": "a" },
          { "#type": "markup", "#tag": "span", "#value": "b" },
        ],
      },
    ],
  ];
  test.each(cases)("%j %j", (field, value, expected) => {
    expect(viewField(field, value, context)).toEqual(expected);
  });

  test("other formatters, and an unknown one", () => {
    const rating = spec("decimal", { min: 0, max: 10, scale: 1 });
    expect(viewField(rating, { value: 7.5 }, context, { formatter: "meter" })).toEqual({
      "#type": "meter",
      "#value": "7.5",
      "#attributes": { min: 0, max: 10, value: 7.5 },
    });
    expect(viewField(rating, { value: 7.5 }, context, { formatter: "constructor" })?.["#value"]).toBe("7.5");
    const year = { formatter: "date", settings: { pattern: "yyyy" } };
    expect(viewField(spec("date"), { value: "1998-06-12" }, context, year)?.["#value"]).toBe("1998");
  });
});

describe("dates", () => {
  test("are read by a pattern", () => {
    expect(parseDate("Jun 12 1998", "MMM dd yyyy")).toBe("1998-06-12");
    expect(parseDate("12. june 1998", "d. MMMM yyyy")).toBe("1998-06-12");
    expect(parseDate("12/06/1998", "dd/MM/yyyy")).toBe("1998-06-12");
    expect(parseDate("Feb 30 1998", "MMM dd yyyy")).toBeNull();
    expect(parseDate("Foo 12 1998", "MMM dd yyyy")).toBeNull();
    expect(parseDate("1998", "yyyy")).toBeNull();
    expect(isReadablePattern("MMM dd yyyy")).toBe(true);
    expect(isReadablePattern("dd MM yy")).toBe(false);
    expect(isReadablePattern("dd dd yyyy")).toBe(false);
    expect(isReadablePattern("d M y")).toBe(false);
    expect(isReadablePattern("EEE d M yyyy")).toBe(false);
  });

  test("the next day", () => {
    expect(nextDay("1998-12-31")).toBe("1999-01-01");
    expect(nextDay("2000-02-28")).toBe("2000-02-29");
    expect(nextDay("1900-02-28")).toBe("1900-03-01");
    expect(nextDay("9999-12-31")).toBeNull();
  });
});
