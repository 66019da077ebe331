import { describe, expect, test } from "@jest/globals";
import { fieldElement, fieldFromForm } from "../../kernel/fields/field-form.ts";
import type { FieldSpec } from "../../kernel/fields/field-spec.ts";
import { vocabularyOf } from "../../kernel/fields/field-types.ts";
import type { ReadContext, WidgetContext } from "../../kernel/fields/widget.ts";
import { initialValues, readFormValues, validateForm } from "../../kernel/forms/values.ts";
import type { FormElement } from "../../kernel/model/forms.ts";
import type { FieldValue } from "../../kernel/model/item.ts";
import { ENGLISH, IN_ENGLISH } from "../../kernel/words/create-words.ts";
import { wrong } from "../../kernel/words/problem.ts";

const TAG = "01920000-0000-7000-8000-000000000001";
const OTHER = "01920000-0000-7000-8000-000000000002";
const FORMATS = [
  { value: "markdown", label: "Markdown" },
  { value: "html", label: "HTML" },
];
const context: WidgetContext = {
  site: { words: ENGLISH },
  formats: FORMATS,
  editorOf: () => null,
  labelOf: ({ target_id: id }) => (id === TAG ? "Comedy" : null),
  choicesOf: (spec) => (vocabularyOf(spec) === "genre" ? [{ value: TAG, label: "Comedy" }] : null),
};
const reading: ReadContext = { formats: FORMATS };

const field = (spec: object) => ({ name: "x", label: "X", ...spec }) as FieldSpec & { readonly name: string };
const element = (spec: object, value?: FieldValue | null) => fieldElement(field(spec), value, context);
/** Shows a stored value in a form, and reads it as it is sent back. */
function there(spec: object, value: FieldValue) {
  const form = { elements: { x: element(spec, value) } };
  const sent = initialValues(form)["x"]!;
  return { errors: validateForm(IN_ENGLISH, form, { x: sent }), back: fieldFromForm(field(spec), sent, reading) };
}

const REFERENCE = { type: "reference", target: "category_tag", vocabulary: "theme" };
const of = (id: string) => ({ target_id: id, target_type: "category_tag" as const });

const STORED: readonly (readonly [what: string, spec: object, value: FieldValue])[] = [
  ["text", { type: "text" }, { value: "a" }],
  ["texts", { type: "text", cardinality: 3 }, [{ value: "a" }, { value: "b" }]],
  ["long text", { type: "text_long" }, { value: "a\nb", format: "html" }],
  ["long texts", { type: "text_long", cardinality: "unlimited" }, [{ value: "a", format: "markdown" }]],
  ["a whole number", { type: "integer", min: 0, unit: "min" }, { value: 12 }],
  ["a decimal", { type: "decimal", scale: 2 }, { value: 0.1 }],
  ["yes", { type: "boolean" }, { value: true }],
  ["no", { type: "boolean" }, { value: false }],
  ["yes or no, chosen", { type: "boolean", widget: "yes_no" }, { value: false }],
  ["a day", { type: "date" }, { value: "1998-06-12" }],
  ["a moment", { type: "datetime" }, { value: "1998-06-12T18:30:00Z" }],
  ["a moment elsewhere", { type: "datetime", time_zone: "UTC" }, { value: "1998-06-12T18:30:00Z", zone: "Asia/Tokyo" }],
  [
    "moments",
    { type: "datetime", cardinality: 2 },
    [{ value: "1998-06-12T18:30:05Z" }, { value: "1999-01-01T00:00:00Z" }],
  ],
  ["a mail address", { type: "email" }, { value: "a@example.org" }],
  ["an address", { type: "url" }, { value: "https://example.org/a" }],
  ["JSON", { type: "json" }, { value: { a: [1, null] } }],
  ["a choice", { type: "select", options: ["a", "b"] }, { value: "b" }],
  ["choices", { type: "select", options: ["a", "b"], cardinality: 2 }, [{ value: "b" }]],
  ["a tag of a short list", { ...REFERENCE, vocabulary: "genre" }, [of(TAG)]],
  ["tags of a short list", { ...REFERENCE, vocabulary: "genre", cardinality: "unlimited" }, [of(TAG)]],
  ["tags that are searched for", { ...REFERENCE, cardinality: "unlimited", create: true }, [of(TAG), of(OTHER)]],
  ["a file", { type: "file" }, [{ file_id: TAG, alt: "A cat" }]],
];

test.each(STORED)("%s: what is shown and sent unchanged is what was stored", (_what, spec, value) => {
  expect(there(spec, value)).toEqual({ errors: {}, back: { value } });
});

describe("the element of a field", () => {
  test("says what the field is called, what helps, what is required and what the type knows", () => {
    const spec = {
      type: "integer",
      label: "Length",
      help: "Without credits.",
      required: true,
      min: 1,
      max: 900,
      unit: "min",
    };
    expect(element(spec, { value: 90 })).toEqual({
      ...{ "#type": "number", "#title": "Length", "#description": "Without credits.", "#required": true },
      ...{ "#step": "1", "#min": "1", "#max": "900", "#suffix": "min", "#default_value": "90" },
    } satisfies FormElement);
  });

  test("begins with the default where nothing was ever said, and empty where nothing is said any more", () => {
    expect(element({ type: "text", default: "a" })["#default_value"]).toBe("a");
    expect(element({ type: "text", default: "a" }, null)["#default_value"]).toBeUndefined();
  });

  test("is the widget that the field names, where it fits", () => {
    const options = ["a", "b"];
    expect(element({ type: "select", options })["#type"]).toBe("select");
    expect(element({ type: "select", options, widget: "radios" })["#type"]).toBe("radios");
    expect(element({ type: "select", options, widget: "radios", cardinality: 2 })["#type"]).toBe("checkboxes");
  });

  test("shows what is referred to by name", () => {
    const shown = element({ ...REFERENCE, create: true, cardinality: 5 }, [of(TAG), of(OTHER)]);
    expect(shown).toMatchObject({
      ...{ "#type": "reference", "#most": 5, "#target": { kind: "category_tag", vocabulary: "theme", create: true } },
      "#options": [
        { value: TAG, label: "Comedy" },
        { value: OTHER, label: OTHER },
      ],
    });
  });

  test("offers the formats that may be used, and that of a text which is there", () => {
    const formatsOf = (value?: FieldValue) =>
      element({ type: "text_long", format: "html" }, value)["#children"]?.["format"]?.["#options"];
    expect(formatsOf()).toEqual(FORMATS);
    expect(formatsOf({ value: "a", format: "raw" })).toEqual([...FORMATS, { value: "raw", label: "raw" }]);
  });
});

describe("what was typed", () => {
  const body = (query: string) => new URLSearchParams(query);
  const years = field({ type: "integer", label: "Years", cardinality: 3 });

  test("comes in rows, in the order of the page; blank ones count for nothing", () => {
    const form = { elements: { x: fieldElement(years, null, context) } };
    const values = readFormValues(form, body("x[4]=1&x[4][value]=7&x[0]=1&x[0][value]=&x[1]=1&x[1][value]=5"));
    expect(values).toEqual({ x: [{ value: "7" }, { value: "" }, { value: "5" }] });
    expect(fieldFromForm(years, values["x"]!, reading)).toEqual({ value: [{ value: 7 }, { value: 5 }] });
  });

  test("is told wrong at the row where it stands, every row of them", () => {
    const form = { elements: { x: fieldElement(years, null, context) } };
    const sent = { x: [{ value: "a" }, { value: "5" }, { value: "b" }] };
    expect(validateForm(IN_ENGLISH, form, sent)).toEqual({
      "x[0][value]": "Years 1 is not a number.",
      "x[2][value]": "Years 3 is not a number.",
    });
    expect(fieldFromForm(years, sent.x, reading)).toEqual({
      problems: [
        { element: "x[0][value]", problem: wrong("not_number") },
        { element: "x[2][value]", problem: wrong("not_number") },
      ],
    });
  });

  test("may be too much", () => {
    const rows = ["1", "2", "3", "4"].map((value) => ({ value }));
    const form = { elements: { x: fieldElement(years, null, context) } };
    expect(validateForm(IN_ENGLISH, form, { x: rows })).toEqual({ x: "Years has more than 3 values." });
    expect(fieldFromForm(years, rows, reading)).toEqual({
      problems: [{ element: "x", problem: wrong("more_values", { most: 3 }) }],
    });
  });

  test("is nothing where nothing was typed", () => {
    for (const { 1: spec } of STORED.filter(
      ([, { type }]: readonly [string, { type?: string }, unknown]) => type !== "boolean",
    )) {
      const form = { elements: { x: fieldElement(field(spec), null, context) } };
      expect(fieldFromForm(field(spec), readFormValues(form, body(""))["x"]!, reading)).toEqual({ value: null });
    }
  });

  test("keeps text in a format that its editor may not use, and does not change it", () => {
    const body = field({ type: "text_long" });
    const before = { value: "<b>a</b>", format: "raw" };
    expect(fieldFromForm(body, before, { ...reading, before })).toEqual({ value: before });
    const changed = { problems: [{ element: "x", problem: wrong("format_not_allowed") }] };
    expect(fieldFromForm(body, { ...before, value: "b" }, { ...reading, before })).toEqual(changed);
    expect(fieldFromForm(body, before, reading)).toEqual(changed);
  });

  test("is JSON or is not", () => {
    expect(fieldFromForm(field({ type: "json" }), "{", reading)).toEqual({
      problems: [{ element: "x", problem: wrong("not_json") }],
    });
  });
});
