import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Json } from "../../kernel/base/json.ts";
import { checkFieldSpec } from "../../kernel/fields/check.ts";
import type { FieldSpec } from "../../kernel/fields/field-spec.ts";
import { FIELD_TYPE_NAMES } from "../../kernel/fields/field-spec.ts";
import type { Parsed } from "../../kernel/fields/field-type.ts";
import * as parsing from "../../kernel/fields/parse.ts";
import { validateField } from "../../kernel/fields/validate.ts";
import type { Problem } from "../../kernel/words/problem.ts";
import { englishProblem } from "../../kernel/words/problem.ts";

/** Reads values as the kernel does, and says in English what is wrong with them. */
function told<Given extends readonly unknown[], Value>(read: (...given: Given) => Parsed<Value>) {
  return (...given: Given) => {
    const parsed = read(...given);
    return "problem" in parsed ? { problem: said(parsed.problem) } : parsed;
  };
}
const fromJson = told(parsing.fromJson);
const titleFromJson = told(parsing.titleFromJson);

const tag = "018f0000-0000-7000-8000-000000000001";
const other = "018f0000-0000-7000-8000-000000000002";
const spec = (type: FieldSpec["type"], more: object = {}) => ({ type, label: "Field", ...more }) as FieldSpec;
const genre = spec("reference", { target: "category_tag", vocabulary: "genre" });

describe("raw values become stored ones", () => {
  const cases: [FieldSpec, Json, unknown][] = [
    [spec("text"), "Ridley Scott", { value: "Ridley Scott" }],
    [spec("text"), 300, { value: "300" }],
    [spec("text"), "  ", null],
    [spec("text"), null, null],
    [spec("text", { max_length: 3 }), "four", "is longer than 3 characters"],
    [spec("text"), "a\0b", "holds a NUL character"],
    [spec("text"), "a\ud800", "is not well-formed Unicode"],
    [spec("text"), { a: 1 }, "is not text"],
    [spec("text_long", { format: "markdown" }), "*x*", { value: "*x*", format: "markdown" }],
    [spec("text_long"), "x", { value: "x", format: "plain" }],
    [spec("integer"), "1,071", { value: 1071 }],
    [spec("integer"), 1.5, "is not a whole number"],
    [spec("integer"), "1e3", "is not a number"],
    [spec("integer"), "0x10", "is not a number"],
    [spec("integer", { min: 1 }), 0, "is less than 1"],
    [spec("decimal", { max: 10, scale: 1 }), "6.1", { value: 6.1 }],
    [spec("decimal", { max: 10, scale: 1 }), 6.15, "has more than 1 digit after the point"],
    [spec("decimal", { max: 10 }), 10.5, "is greater than 10"],
    [spec("decimal"), "-0", { value: 0 }],
    [spec("decimal"), "", null],
    [spec("boolean"), "yes", { value: true }],
    [spec("boolean"), 0, { value: false }],
    [spec("boolean"), "perhaps", "is not true or false"],
    [spec("date"), "1998-06-12", { value: "1998-06-12" }],
    [spec("date"), "1998-06-12T20:00:00Z", { value: "1998-06-12" }],
    [spec("date"), "1998-02-30", "is not a date"],
    [spec("email"), "a@example.org", { value: "a@example.org" }],
    [spec("email"), "a@", "is not an e-mail address"],
    [spec("url"), "https://example.org/a", { value: "https://example.org/a" }],
    [spec("url"), "javascript:alert(1)", "is not an http(s) URL"],
    [spec("select", { options: ["G", "PG"] }), "PG", { value: "PG" }],
    [spec("select", { options: { g: "General" } }), "PG", "is not one of g"],
    [spec("json"), { a: [1] }, { value: { a: [1] } }],
    [spec("json"), { a: "\0" }, "holds text that cannot be stored"],
    [genre, tag, [{ target_id: tag, target_type: "category_tag" }]],
    [genre, tag.toUpperCase(), [{ target_id: tag, target_type: "category_tag" }]],
    [genre, "Drama", "is not the id of what it refers to"],
    [genre, [tag, other], "has more than 1 value"],
    [spec("file"), tag, [{ file_id: tag }]],
    [spec("text", { cardinality: 2 }), ["a", "b"], [{ value: "a" }, { value: "b" }]],
    [spec("text", { cardinality: "unlimited" }), "a", [{ value: "a" }]],
  ];
  test.each(cases)("%j from %j", (field, raw, expected) => {
    const parsed = fromJson(raw, field);
    expect("problem" in parsed ? parsed.problem : parsed.value).toEqual(expected);
  });

  test("dates by a pattern, several values in one text", () => {
    expect(fromJson("Jun 12 1998", spec("date"), { date: "MMM dd yyyy" })).toEqual({ value: { value: "1998-06-12" } });
    const many = { ...genre, cardinality: "unlimited" as const };
    expect(fromJson(`${tag}, ${other}`, many, { split: "," })).toEqual({
      value: [
        { target_id: tag, target_type: "category_tag" },
        { target_id: other, target_type: "category_tag" },
      ],
    });
  });

  test("titles that are numbers become text", () => {
    expect(titleFromJson(300)).toEqual({ value: "300" });
    expect(titleFromJson(null)).toEqual({ value: null });
    expect(titleFromJson({})).toEqual({ problem: "is not text" });
  });
});

describe("moments", () => {
  const berlin = spec("datetime", { time_zone: "Europe/Berlin" });
  const inBerlin = (value: string) => ({ value: { value, zone: "Europe/Berlin" } });

  test.each([
    ["1998-06-12 20:30", inBerlin("1998-06-12T18:30:00Z")],
    ["1998-12-12T20:30:15", inBerlin("1998-12-12T19:30:15Z")],
    ["1998-06-12T20:30:00.999+09:00", inBerlin("1998-06-12T11:30:00Z")],
    ["1998-06-12t20:30Z", inBerlin("1998-06-12T20:30:00Z")],
    ["1998-06-12", inBerlin("1998-06-11T22:00:00Z")],
    // The clocks went from two to three: the time that never was is the one after.
    ["1998-03-29 02:30", inBerlin("1998-03-29T01:30:00Z")],
    ["1998-02-30 12:00", { problem: "is not a date with a time" }],
    ["1998-06-12 24:00", { problem: "is not a date with a time" }],
    ["noon", { problem: "is not a date with a time" }],
    [12, { problem: "is not a date with a time" }],
  ] as const)("%s", (raw, expected) => {
    expect(fromJson(raw, berlin)).toEqual(expected);
  });

  test("and days lie between their bounds, moments by their own clock", () => {
    const bounds = { earliest: "1998-06-12", latest: "1998-06-12" };
    expect(fromJson("1998-06-13", spec("date", bounds))).toEqual({ problem: "is after 1998-06-12" });
    const tokyo = { ...spec("datetime", { ...bounds, time_zone: "Asia/Tokyo" }) };
    expect("value" in fromJson("1998-06-11T15:00:00Z", tokyo)).toBe(true);
    expect(fromJson("1998-06-11T14:59:59Z", tokyo)).toEqual({ problem: "is before 1998-06-12" });
  });
});

describe("what a field asks of its values", () => {
  test("of text: its length and its form, in time that its length bounds", () => {
    const code = spec("text", { pattern: "[A-Z]{2}-\\d+", min_length: 5 });
    expect(fromJson("AB-12", code)).toEqual({ value: { value: "AB-12" } });
    expect(fromJson("xAB-12", code)).toEqual({ problem: "does not have the form asked for" });
    expect(fromJson("AB-1", code)).toEqual({ problem: "is shorter than 5 characters" });
    const evil = spec("text", { pattern: "(a+)+" });
    const started = performance.now();
    expect(fromJson(`${"a".repeat(254)}!`, evil)).toEqual({ problem: "does not have the form asked for" });
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test("of numbers: no more digits than are kept as they were written", () => {
    expect(fromJson("0.1234567890123450", spec("decimal"))).toEqual({ value: { value: 0.123456789012345 } });
    expect(fromJson("100,000,000,000,000", spec("integer"))).toEqual({ value: { value: 1e14 } });
    expect(fromJson("1.2345678901234567", spec("decimal"))).toEqual({ problem: "has more than 15 digits" });
    expect(fromJson("1.005", spec("decimal", { scale: 2 }))).toEqual({
      problem: "has more than 2 digits after the point",
    });
  });

  test("of JSON: a schema", () => {
    const schema = { type: "object", required: ["a"], properties: { a: { type: "string", pattern: "^(x+)+$" } } };
    const held = spec("json", { schema });
    expect(fromJson({ a: "xx" }, held)).toEqual({ value: { value: { a: "xx" } } });
    expect(fromJson({ a: 1 }, held)).toEqual({ problem: "does not fit: a must be string" });
    expect(fromJson({}, held)).toEqual({ problem: "does not fit: it must have required property 'a'" });
    expect(fromJson({ a: `${"x".repeat(5_000)}!` }, held)).toMatchObject({
      problem: expect.stringContaining("a must match"),
    });
  });

  test.each([
    ["text", { pattern: "(?=a)" }, "pattern"],
    ["text", { min_length: 300 }, "min_length"],
    ["date", { earliest: "1998-02-30" }, "earliest"],
    ["date", { earliest: "1999-01-01", latest: "1998-01-01" }, "latest"],
    ["datetime", { time_zone: "Mars/Olympus" }, "time_zone"],
    ["json", { schema: { type: "thing" } }, "schema"],
    ["json", { schema: { $ref: "https://example.org/other.json" } }, "schema"],
    ["json", { schema: { pattern: "(a)\\1" } }, "schema"],
    ["text", { widget: "number" }, "widget"],
  ] as const)("is checked itself: %s %j", (type, settings, setting) => {
    expect(checkFieldSpec(spec(type, settings)).map((problem) => problem.setting)).toEqual([setting]);
  });
});

test("what only looks like text is none", () => {
  expect(fromJson({ toString: "" }, spec("boolean"))).toEqual({ problem: "is not true or false" });
});

test("whatever is read passes the check of stored values, and nothing throws", () => {
  const fields = FIELD_TYPE_NAMES.map((type) =>
    spec(type, type === "select" ? { options: ["a", "1"] } : type === "reference" ? { target: "item" } : {}),
  );
  const raw = fc.oneof(
    fc.jsonValue(),
    fc.uuid(),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  );
  fc.assert(
    fc.property(fc.constantFrom(...fields), raw, (field, value) => {
      const parsed = fromJson(value as Json, field);
      if ("value" in parsed && parsed.value !== null) expect(validateField(parsed.value, field)).toBeNull();
    }),
    { numRuns: 2000 },
  );
});

describe("stored values", () => {
  test("are of the shape that the field asks for", () => {
    expect(said(validateField(null, spec("text", { required: true })))).toBe("is required");
    expect(said(validateField([], { ...genre, required: true }))).toBe("is required");
    expect(said(validateField([{ value: "x" }], spec("text")))).toBe("is a list");
    expect(said(validateField({ value: "x" }, genre))).toBe("is not a list");
    expect(said(validateField([{ target_id: tag, target_type: "item" }], genre))).toBe(
      "refers to a item, not to a category_tag",
    );
    expect(said(validateField({ value: "1" }, spec("integer")))).toBe("is not a number");
    expect(validateField({ value: "x", format: "plain" }, spec("text_long"))).toBeNull();
  });
});

describe("settings of fields", () => {
  const cases: [FieldSpec, string[]][] = [
    [spec("text", { max_length: 10 }), []],
    [spec("text", { min: 1 }), ["min"]],
    [spec("integer", { scale: 1 }), ["scale"]],
    [spec("decimal", { min: 2, max: 1 }), ["max"]],
    [spec("select"), ["options"]],
    [spec("select", { options: ["a", "a"] }), ["options"]],
    [spec("reference"), ["target"]],
    [spec("reference", { target: "category_tag" }), ["vocabulary"]],
    [spec("reference", { target: "item", vocabulary: "genre", create: true }), ["vocabulary", "create"]],
    [spec("reference", { target: "users", types: ["film"] }), ["types"]],
    [spec("integer", { default: "many" }), ["default"]],
    [genre, []],
  ];
  test.each(cases)("%j", (field, settings) => {
    expect(checkFieldSpec(field).map((problem) => problem.setting)).toEqual(settings);
  });
});

function said(problem: Problem | null): string | null {
  return problem === null ? null : englishProblem(problem, "").trimStart();
}
