import { describe, expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../kernel/base/json.ts";
import { kindOf } from "../../kernel/kinds/kinds.ts";
import { permissionCatalogue } from "../../kernel/kinds/permission-catalogue.ts";
import { addressOf } from "../../kernel/model/desired.ts";
import { desiredOf } from "../support/desired.ts";
import { FILMS } from "../support/film-specs.ts";

/** Checks one object in the films site: `code at path: message`. */
function check(address: string, spec: JsonObject): readonly string[] {
  const { objects } = desiredOf({ ...FILMS, [address]: spec });
  const object = objects.find((each) => addressOf(each.kind, each.name) === address)!;
  const problems: string[] = [];
  kindOf(object.kind).check({
    object,
    find: (kind, name) => objects.find((each) => each.kind === kind && each.name === name),
    all: (kind) => objects.filter((each) => each.kind === kind),
    permissions: permissionCatalogue(
      (kind) => objects.filter((each) => each.kind === kind).map(({ name }) => name),
      [],
    ),
    report: (code, path, message) => problems.push(`${code} at ${path.join(".")}: ${message}`),
  });
  return problems;
}

test("the films site has nothing to complain about", () => {
  for (const [address, spec] of Object.entries(FILMS)) expect([address, check(address, spec)]).toEqual([address, []]);
});

describe("type", () => {
  const withField = (field: JsonObject, view: JsonObject = {}) =>
    check("type.film", { label: "Film", fields: { field_a: { label: "A", ...field } }, view_modes: view });

  test.each([
    [
      { type: "reference", target: "category_tag", vocabulary: "genres" },
      "type.unknown_vocabulary at fields.field_a.vocabulary: There is no vocabulary genres. Did you mean genre?",
    ],
    [
      { type: "reference", target: "item", types: ["film", "flim"] },
      "type.unknown_type at fields.field_a.types.1: There is no content type flim. Did you mean film?",
    ],
    [
      { type: "text_long", format: "filtered_htm" },
      "type.unknown_format at fields.field_a.format: There is no text format filtered_htm. Did you mean filtered_html?",
    ],
    [
      { type: "boolean", max_length: 3 },
      "type.bad_field at fields.field_a.max_length: field_a: fields of type boolean have no setting max_length.",
    ],
    [
      { type: "select" },
      "type.bad_field at fields.field_a.options: field_a: fields of type select need the setting options.",
    ],
  ])("a field %j", (field, problem) => {
    expect(withField(field)).toEqual([problem]);
  });

  test("the form of its items names fields and widgets that there are, and shows them by others", () => {
    const form: readonly Json[] = [
      "field_a",
      { field: "field_b" },
      {
        group: "More",
        fields: ["field_c", { field: "field_a", widget: "lines", shown_when: { field_a: true, field_d: "x" } }],
      },
    ];
    expect(check("type.film", { label: "Film", fields: { field_a: { type: "text", label: "A" } }, form })).toEqual([
      "type.unknown_field at form.1.field: type film has no field field_b. Did you mean field_a?",
      "type.unknown_field at form.2.fields.0: type film has no field field_c. Did you mean field_a?",
      "type.bad_field at form.2.fields.1.shown_when.field_a: field_a cannot be shown by what it holds itself.",
      "type.unknown_field at form.2.fields.1.shown_when.field_d: type film has no field field_d. Did you mean field_a?",
      "type.bad_field at form.2.fields.1.widget: A text field has no widget lines; it has line. Did you mean line?",
    ]);
  });

  test("a view mode names fields that there are, also in groups, and their formatters", () => {
    const problems = withField(
      { type: "decimal" },
      { card: ["field_b", { field: "field_a", formatter: "nubmer" }, { group: "More", fields: ["field_c"] }] },
    );
    expect(problems).toEqual([
      "type.unknown_field at view_modes.card.0: type film has no field field_b. Did you mean field_a?",
      expect.stringContaining("type.bad_field at view_modes.card.1.formatter: A decimal field has no formatter nubmer"),
      "type.unknown_field at view_modes.card.2.fields.0: type film has no field field_c. Did you mean field_a?",
    ]);
  });

  test("a field may not take the name of what every item has", () => {
    expect(check("type.film", { label: "Film", fields: { status: { type: "text", label: "Status" } } })).toEqual([
      "type.bad_field at fields.status: status is what every item has; a field needs another name.",
    ]);
  });
});

describe("gather", () => {
  const ofFilms = { field: "type", operator: "equals", value: "film" };
  const withDisplay = (...displays: JsonObject[]) =>
    check("gather.other", {
      label: "Other",
      base_table: "item",
      displays: displays.map((display, index) => ({ id: `d${index}`, display_type: "block", ...display })),
    });

  test.each([
    [
      { filters: [ofFilms], sorts: [{ field: "field_ratign" }] },
      "gather.unknown_field at displays.0.sorts.0.field: type film has no field field_ratign. Did you mean field_rating?",
    ],
    [
      { filters: [ofFilms, { field: "field_votes", operator: "contains", value: "1" }] },
      "gather.bad_operator at displays.0.filters.1.operator: field_votes cannot be filtered by contains; it can by",
    ],
    [
      { filters: [ofFilms, { field: "field_votes", operator: "equals" }] },
      "gather.bad_operator at displays.0.filters.1: equals on field_votes needs a value.",
    ],
    [
      { filters: [ofFilms, { field: "field_votes", operator: "equals", value: "many" }] },
      'gather.bad_operator at displays.0.filters.1.value: "many" is not a value that field_votes can be compared with',
    ],
    [
      { filters: [{ field: "type", operator: "equals", value: "flim" }] },
      "type.unknown_type at displays.0.filters.0.value: There is no content type flim. Did you mean film?",
    ],
    [
      { filters: [ofFilms], sorts: [{ field: "tags" }] },
      "gather.bad_operator at displays.0.sorts.0.field: A listing cannot be sorted by tags.",
    ],
    [
      { filters: [ofFilms], style: { type: "cards", view_mode: "crad" } },
      "gather.bad_display at displays.0.style.view_mode: type film has no view mode crad. Did you mean card?",
    ],
    [
      { filters: [ofFilms], fields: ["title", { field: "field_vote" }] },
      "gather.unknown_field at displays.0.fields.1.field: type film has no field field_vote. Did you mean field_votes?",
    ],
    [
      { filters: [ofFilms], relationships: [{ id: "genre", field: "field_votes" }] },
      "gather.bad_display at displays.0.relationships.0.field: field_votes is not a reference that could be followed.",
    ],
    [
      { permission: "acces content" },
      "role.unknown_permission at displays.0.permission: There is no permission `acces content`. Did you mean access content?",
    ],
    [{ display_type: "page" }, "gather.bad_display at displays.0: Display d0 is a page and has no path."],
    [
      { path: "/year/{yaer}", arguments: [{ name: "year", from: "path", field: "title", operator: "equals" }] },
      "gather.bad_display at displays.0.path: No argument says what {yaer} in the path means. Did you mean year?",
    ],
    [{ inherits: "d9" }, "gather.bad_display at displays.0.inherits: There is no display d9 to inherit from."],
    [{ inherits: "d0" }, "gather.bad_display at displays.0.inherits: Display d0 inherits from itself."],
  ])("a display %j", (display, problem) => {
    expect(withDisplay(display)[0]).toEqual(expect.stringContaining(problem));
  });

  test("what is inherited says which types are listed", () => {
    const sorts = [{ field: "nonsense" }];
    expect(withDisplay({ filters: [ofFilms] }, { inherits: "d0", sorts })).toEqual([
      "gather.unknown_field at displays.1.sorts.0.field: type film has no field nonsense.",
    ]);
  });

  test("two displays that inherit from each other are both told", () => {
    expect(withDisplay({ inherits: "d1" }, { inherits: "d0" })).toHaveLength(2);
  });
});

describe("vocabulary", () => {
  test("without a hierarchy no tag stands below another", () => {
    expect(check("vocabulary.genre", { label: "Genre", tags: ["Drama", { Comedy: ["Satire"] }] })).toEqual([
      "vocabulary.bad_tags at tags.1.tags.0: Satire stands below Comedy, and the vocabulary's hierarchy is none. Did you mean `hierarchy: single`?",
    ]);
  });

  test("where tags may have several parents, none stands below itself", () => {
    const tags = [{ A: ["B"] }, { B: ["A"] }] as JsonObject[];
    expect(check("vocabulary.genre", { label: "Genre", hierarchy: "multiple", tags })).toEqual([
      "vocabulary.bad_tags at tags.0.tags.0: B stands below itself.",
      "vocabulary.bad_tags at tags.1.tags.0: A stands below itself.",
    ]);
  });
});

test("a role may do only what there is to do", () => {
  expect(check("role.critic", { label: "Critic", permissions: ["access content", "create flim content"] })).toEqual([
    "role.unknown_permission at permissions.1: There is no permission `create flim content`. Did you mean create film content?",
  ]);
});

test("a menu leads to paths of the site, or to whole URLs", () => {
  const links = { a: { label: "A", path: "//evil.example" }, b: { label: "B", path: "https://example.org/" } };
  expect(check("menu.main", { links })).toEqual([
    "menu.bad_link at links.a.path: //evil.example is not a path of the site or a URL.",
  ]);
});

describe("import", () => {
  const withMap = (map: JsonObject) => check("import.films", { ...FILMS["import.films"], map });

  test.each([
    [
      { field_ratin: { from: "R" } },
      "import.unknown_field at map.field_ratin: type film has no field field_ratin. Did you mean field_rating?",
    ],
    [{ field_rating: {} }, "import.unknown_field at map.field_rating: field_rating: give either `from` or `value`."],
    [
      { field_rating: { from: "R", date: "yyyy" } },
      "import.unknown_field at map.field_rating.date: field_rating: only a date has a pattern.",
    ],
    [
      { field_rating: { from: "R", create: true } },
      "import.unknown_field at map.field_rating.create: field_rating: only tags and authors can be made.",
    ],
  ])("a map %j", (map, problem) => {
    expect(withMap({ title: { from: "T" }, ...map })).toEqual([problem]);
  });

  test("without a title, or for a type that there is not", () => {
    expect(withMap({})).toEqual(["import.unknown_field at map: Nothing says where the title comes from."]);
    expect(check("import.films", { ...FILMS["import.films"], target: { type: "flim" } })).toEqual([
      "type.unknown_type at target.type: There is no content type flim. Did you mean film?",
    ]);
  });
});
