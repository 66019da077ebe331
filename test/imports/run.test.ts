import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { Fault } from "../../kernel/base/fault.ts";
import { formatImportReport } from "../../kernel/cli/format-import.ts";
import { saveItem } from "../../kernel/content/save.ts";
import { formatRejection } from "../../kernel/imports/rejection.ts";
import { runImport } from "../../kernel/imports/run.ts";
import type { Import, ImportSpec } from "../../kernel/kinds/import/import-spec.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { NO_TAPS } from "../../kernel/model/request-state.ts";
import { itemTypeOf, seedFilms, seedTag, stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

let directory: string;
let database: TestDatabase;
let state: RequestState;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "trovato-import-"));
  database = await openTestDatabase();
  const note = itemTypeOf("note", {
    label: "Note",
    fields: {
      field_day: { type: "date", label: "Day" },
      field_stars: { type: "integer", label: "Stars", max: 5 },
      field_topics: {
        type: "reference",
        label: "Topics",
        target: "category_tag",
        vocabulary: "genre",
        cardinality: "unlimited",
      },
    },
  });
  const site = await seedFilms(database.db, { types: [note] });
  state = stateOf(database.db, site);
});
afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true });
});
beforeEach(() => database.db.run(sql.unsafe`truncate item, category_tag cascade`));

const notes = (more: Partial<ImportSpec> = {}): Import => ({
  name: "notes",
  pack: "notes",
  label: "Notes",
  source: { path: "notes", format: "json" },
  target: { type: "note" },
  key: ["id"],
  map: {
    title: { from: "name" },
    field_stars: { from: "meta.stars" },
    field_day: { from: "day", date: "d.M.yyyy" },
    field_topics: { from: "topics", split: "," },
  },
  ...more,
});
const write = (content: unknown): string => {
  const file = join(directory, "notes");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
};
const run = (content: unknown, spec = notes()) => runImport(state, spec, { file: write(content) });
const titles = async () =>
  (await database.db.many<{ title: string }>(sql.unsafe`select title from item order by id`)).map(({ title }) => title);
const tags = async () =>
  (await database.db.many<{ label: string }>(sql.unsafe`select label from category_tag order by id`)).map(
    ({ label }) => label,
  );
const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
};

describe("an import that is run again", () => {
  test("updates what changed, adds what is new and leaves the rest alone", async () => {
    await run([
      { id: 1, name: "One", meta: { stars: 3 } },
      { id: 2, name: "Two" },
    ]);
    const report = await run([
      { id: 1, name: "One", meta: { stars: null } },
      { id: 2, name: "Two", extra: "not mapped" },
      { id: 3, name: "Three" },
    ]);
    expect(report).toMatchObject({ created: 1, updated: 1, unchanged: 1, rejected: 0 });
    expect(await titles()).toEqual(["One", "Two", "Three"]);
    expect(await database.db.many(sql.unsafe`select fields from item where title = 'One'`)).toEqual([{ fields: {} }]);
  });

  test("keeps what an editor wrote into fields that it does not map, and into records that did not change", async () => {
    const spec = notes({ map: { title: { from: "name" } } });
    await run(
      [
        { id: 1, name: "One" },
        { id: 2, name: "Two" },
      ],
      spec,
    );
    const rows = await database.db.many<{ id: string; title: string }>(
      sql.unsafe`select id, title from item order by id`,
    );
    for (const { id } of rows) {
      await saveItem(state, { id, type: "note", title: "Edited", fields: { field_stars: { value: 5 } } });
    }
    await run(
      [
        { id: 1, name: "One again" },
        { id: 2, name: "Two" },
      ],
      spec,
    );
    const after = await database.db.many(sql.unsafe`select title, fields from item order by id`);
    const fields = { field_stars: { value: 5 } };
    expect(after).toEqual([
      { title: "One again", fields },
      { title: "Edited", fields },
    ]);
  });

  test("tells records with the same key apart by their order", async () => {
    const records = [
      { id: 1, name: "A" },
      { id: 1, name: "B" },
      { id: 1, name: "C" },
    ];
    expect(await run(records)).toMatchObject({ created: 3 });
    expect(await run(records)).toMatchObject({ created: 0, unchanged: 3 });
    expect(await titles()).toEqual(["A", "B", "C"]);
  });

  test("completes what was stopped in the middle", async () => {
    const stop = new AbortController();
    const records = Array.from({ length: 10 }, (_, id) => ({ id, name: `N${id}` }));
    const spec = notes({ batch: 3 });
    const onProgress = (done: number) => done === 6 && stop.abort();
    const fault = await faultOf(runImport(state, spec, { file: write(records), onProgress, signal: stop.signal }));
    expect(fault).toMatchObject({
      code: "import.failed",
      message: "Import notes stopped: it was told to stop. It had created 6 and updated 0 items.",
    });
    expect(await run(records, spec)).toMatchObject({ created: 4, unchanged: 6 });
  });

  test("makes nothing twice when it runs twice at once", async () => {
    const records = Array.from({ length: 60 }, (_, id) => ({ id, name: `N${id}`, topics: `T${id % 7}` }));
    const file = write(records);
    const spec = notes({ batch: 5 });
    const reports = await Promise.all([1, 2, 3].map(() => runImport(state, spec, { file })));
    expect(reports.reduce((sum, report) => sum + report.created, 0)).toBe(60);
    expect((await titles()).length).toBe(60);
    expect((await tags()).length).toBe(7);
  });
});

describe("a bad record", () => {
  const records = [
    { id: 1, name: "Good" },
    { id: 2, name: "Bad", meta: { stars: 9 }, day: "31.2.1999" },
    "not a record",
    { id: 4, name: null },
    { id: 5, name: 5, day: "1.2.1999" },
  ];

  test("stays out with its reasons, and the good ones go in", async () => {
    const report = await run(records);
    expect(report).toMatchObject({ created: 2, rejected: 3 });
    expect(report.rejections.map(formatRejection)).toEqual([
      'record 2 "Bad": Stars is greater than 5: 9; Day is not a date: "31.2.1999"',
      "record 3: It is not an object",
      "record 4: Title is required",
    ]);
    expect(await titles()).toEqual(["Good", "5"]);
  });

  test("stops the import where it says so", async () => {
    const fault = await faultOf(run(records, notes({ on_invalid: "stop", batch: 1 })));
    expect(fault).toMatchObject({ code: "import.failed", message: expect.stringContaining('record 2 "Bad"') });
    expect(await titles()).toEqual(["Good"]);
  });

  test("is the one that a plugin objects to when it is saved, and no other of its batch", async () => {
    const objecting: RequestState = {
      ...state,
      taps: {
        ...NO_TAPS,
        has: (tap) => tap === "tap_item_presave",
        check: (inside, _tap, [handle]) =>
          inside.items[handle as number]!.title === "Bad"
            ? [{ plugin: "censor", failure: { code: "failed" as const, detail: "field_stars: says too much" } }]
            : [],
      },
    };
    const file = write([
      { id: 1, name: "Good" },
      { id: 2, name: "Bad" },
      { id: 3, name: "Fine" },
    ]);
    const report = await runImport(objecting, notes(), { file });
    expect(report).toMatchObject({ created: 2, rejected: 1 });
    expect(report.rejections.map(formatRejection)).toEqual(['record 2 "Bad": Stars says too much']);
    expect(await titles()).toEqual(["Good", "Fine"]);
    // It is not tried for ever, and what went in is left alone.
    expect(await runImport(objecting, notes(), { file })).toMatchObject({ unchanged: 2, rejected: 1 });
  });

  test("may nest as deep as it likes: it is only one", async () => {
    const deep = `{"id": 2, "name": "Deep", "x": ${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
    const report = await run(`[{"id": 1, "name": "Good"}, ${deep}]`);
    expect(report.rejections.map(formatRejection)).toEqual(["record 2: It nests deeper than 64 levels"]);
    expect(await titles()).toEqual(["Good"]);
  });

  test("is none of those where an effect of a plugin is missing, but they are told", async () => {
    const failing: RequestState = {
      ...state,
      taps: {
        ...NO_TAPS,
        has: (tap) => tap === "tap_item_insert",
        each: (inside) => {
          inside.profile.tapFailures++;
        },
      },
    };
    const report = await runImport(failing, notes(), {
      file: write([
        { id: 1, name: "One" },
        { id: 2, name: "Two" },
      ]),
    });
    expect(report).toMatchObject({ created: 2, rejected: 0, pluginFailures: 2 });
    expect(formatImportReport(notes(), report)).toContain("2 calls of plugins failed while records were saved");
  });

  test("makes no tags", async () => {
    await run([{ id: 1, name: null, topics: "Never" }]);
    expect(await tags()).toEqual([]);
  });
});

describe("tags", () => {
  test("are split, matched whatever their case, and made once", async () => {
    await seedTag(database.db, state.site.vocabularies.get("genre")!, "Été");
    await state.cache.invalidate(["vocabulary:genre"]);
    await run([
      { id: 1, name: "A", topics: "été, New ,, new" },
      { id: 2, name: "B", topics: ["NEW", "Other"] },
    ]);
    expect(await tags()).toEqual(["Été", "New", "Other"]);
    const lengths = await database.db.many(
      sql.unsafe`select jsonb_array_length(fields->'field_topics') as length from item order by id`,
    );
    expect(lengths).toEqual([{ length: 2 }, { length: 2 }]);
  });

  test("that may not be made reject their record", async () => {
    const map = { title: { from: "name" }, field_topics: { from: "topics", create: false } };
    const report = await run([{ id: 1, name: "A", topics: "Unknown" }], notes({ map }));
    expect(report.rejections.map(formatRejection)).toEqual(['record 1 "A": genre has no tag "Unknown"']);
  });
});

describe("other forms of file", () => {
  test("NDJSON: a line that is no JSON is a bad record", async () => {
    const spec = notes({ source: { path: "notes", format: "ndjson" } });
    const report = await run('\ufeff{"id":1,"name":"A"}\r\n\r\n{"id":2,"name"\n{"id":3,"name":"C"}', spec);
    expect(report).toMatchObject({ created: 2, rejected: 1 });
    expect(formatRejection(report.rejections[0]!)).toMatch(/^record 2: It is not JSON \(/);
  });

  test("CSV: cells are text, empty ones are no value, and a row of another width is a bad record", async () => {
    const spec = notes({
      source: { path: "notes", format: "csv" },
      map: { title: { from: "name" }, field_stars: { from: "stars" } },
    });
    const report = await run('\ufeffid,name,stars\n1,"A, B",4\n2,C,\n3,D\n', spec);
    expect(report.rejections.map(formatRejection)).toEqual(["record 3: It has 2 cells under 3 headings"]);
    expect(await database.db.many(sql.unsafe`select title, fields from item order by id`)).toEqual([
      { title: "A, B", fields: { field_stars: { value: 4 } } },
      { title: "C", fields: {} },
    ]);
  });

  test.each([
    ["an object", "{}", "notes is not a JSON list of records."],
    ["nothing", "", "notes is not a JSON list of records."],
    ["a list that is cut off", '[{"id": 1, "name": "A"}, {"id"', "notes ends in the middle of its list."],
  ])("JSON that is %s is refused before anything is saved", async (_, content, message) => {
    expect(await faultOf(run(content))).toMatchObject({ code: "import.bad_source", message });
    expect(await titles()).toEqual([]);
  });

  test("CSV that is broken is refused before anything is saved", async () => {
    const fault = await faultOf(run('id,name\n1,"A', notes({ source: { path: "notes", format: "csv" } })));
    expect(fault.code).toBe("import.bad_source");
  });
});

describe("an import that does not fit its type", () => {
  test("names what is missing", async () => {
    const map = { title: { from: "name" }, field_starz: { from: "stars" } };
    expect(await faultOf(run([], notes({ map })))).toMatchObject({ code: "import.unknown_field" });
    expect(await faultOf(run([], notes({ target: { type: "nope" } })))).toMatchObject({ code: "type.unknown_type" });
  });
});

describe("the authors of records", () => {
  const records = [
    { id: 1, name: "One", by: "Ann" },
    { id: 2, name: "Two", by: " ANN " },
    { id: 3, name: "Three", by: "Zoë" },
    { id: 4, name: "Four" },
    { id: 5, name: "Five", by: "ann@example.org" },
  ];
  const spec = (author: ImportSpec["map"][string]) => notes({ map: { title: { from: "name" }, author } });
  const authors = () =>
    database.db.many<{ title: string; author: string | null }>(sql.unsafe`
      select title, users.name as author from item left join users on users.id = author_id order by item.id`);
  const report = (rejections: readonly { readonly reasons: readonly string[] }[]) =>
    rejections.map(({ reasons }) => reasons);
  beforeEach(async () => {
    await database.db.run(sql.unsafe`truncate users cascade`);
    await database.db.run(
      sql.unsafe`insert into users (id, name, mail) values (gen_random_uuid(), 'Ann', 'ann@example.org')`,
    );
  });

  test("are accounts that are there", async () => {
    const result = await run(records, spec({ from: "by" }));
    expect(report(result.rejections)).toEqual([
      ['There is no account "Zoë"'],
      ['Author cannot have an @: "ann@example.org"'],
    ]);
    expect(await authors()).toEqual([
      { title: "One", author: "Ann" },
      { title: "Two", author: "Ann" },
      { title: "Four", author: null },
    ]);
  });

  test("are made where the import says so: blocked, with no password and an address that no mail reaches", async () => {
    const made = spec({ from: "by", create: true });
    expect(await run(records.slice(0, 4), made)).toMatchObject({ created: 4, rejected: 0 });
    expect((await authors())[2]).toEqual({ title: "Three", author: "Zoë" });
    const accounts = await database.db.many(
      sql.unsafe`select name, status, pass, mail like '%@author.invalid' as nowhere from users where name <> 'Ann'`,
    );
    expect(accounts).toEqual([{ name: "Zoë", status: 0, pass: null, nowhere: true }]);
    expect(await run(records.slice(0, 4), made)).toMatchObject({ unchanged: 4 });
    expect(await run([{ id: 1, name: "One", by: "Zoë" }], made)).toMatchObject({ updated: 1 });
    expect((await authors())[0]).toEqual({ title: "One", author: "Zoë" });
  });
});
