import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { formatRejection } from "../../kernel/imports/rejection.ts";
import type { ImportReport } from "../../kernel/imports/run.ts";
import { runImport } from "../../kernel/imports/run.ts";
import { resolveImportSource } from "../../kernel/imports/source.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { filmsImport, seedFilms, seedTag, stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

const root = join(import.meta.dirname, "../..");

let database: TestDatabase;
let state: RequestState;
let file: string;
let drama: string;
let first: ImportReport;
const progress: (readonly [number, number])[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  const site = await seedFilms(database.db);
  state = stateOf(database.db, site);
  drama = await seedTag(database.db, site.vocabularies.get("genre")!, "drama");
  file = await resolveImportSource(filmsImport.source, { packDirectory: join(root, "packs/films"), siteRoot: root });
  first = await runImport(state, filmsImport, { file, onProgress: (done, total) => progress.push([done, total]) });
});
afterAll(() => database.close());

const count = async (query: ReturnType<typeof sql.unsafe>): Promise<number> =>
  (await database.db.one<{ count: number }>(query)).count;
const findFilm = (title: string) =>
  database.db.many<{ id: string; fields: { [field: string]: unknown } }>(
    sql.unsafe`select id, fields from item where title = ${title} order by id`,
  );

describe("the films of vega-datasets", () => {
  test("come in, all but the one without a title", async () => {
    expect(first).toMatchObject({ created: 3200, updated: 0, unchanged: 0, rejected: 1 });
    expect(first.rejections.map(formatRejection)).toEqual(["record 3,054: Title is required"]);
    expect(await count(sql.unsafe`select count(*) as count from item where status = 1 and type = 'film'`)).toBe(3200);
    expect(await count(sql.unsafe`select count(*) as count from item_revision`)).toBe(3200);
  });

  test("are told of while they come", () => {
    expect(progress[0]).toEqual([0, 3201]);
    expect(progress[1]).toEqual([200, 3201]);
    expect(progress.at(-1)).toEqual([3201, 3201]);
  });

  test("keep what the source says: numbers as titles, no value for null, ISO dates", async () => {
    const [film] = await findFilm("The Land Girls");
    expect(film!.fields).toEqual({
      field_released: { value: "1998-06-12" },
      field_rating: { value: 6.1 },
      field_votes: { value: 1071 },
      field_mpaa: { value: "R" },
      field_budget: { value: 8000000 },
      field_gross: { value: 146083 },
    });
    expect((await findFilm("1776")).map(({ fields }) => fields["field_released"])).toEqual([{ value: "1972-11-09" }]);
    expect((await findFilm("The Wizard of Oz"))[0]!.fields["field_released"]).toEqual({ value: "1939-08-25" });
  });

  test("use the genres that are there, and make the others", async () => {
    const genres = await database.db.many<{ id: string; label: string }>(
      sql.unsafe`select id, label from category_tag order by label collate "C"`,
    );
    expect(genres.map(({ label }) => label)).toEqual([
      "Action",
      "Adventure",
      "Black Comedy",
      "Comedy",
      "Concert/Performance",
      "Documentary",
      "Horror",
      "Musical",
      "Romantic Comedy",
      "Thriller/Suspense",
      "Western",
      "drama",
    ]);
    const reference = JSON.stringify({ field_genre: [{ target_id: drama, target_type: "category_tag" }] });
    expect(await count(sql.unsafe`select count(*) as count from item where fields @> ${reference}::jsonb`)).toBe(789);
  });

  test("change nothing when they are imported again", async () => {
    const before = await database.db.one(sql.unsafe`select max(changed) as changed, count(*) as count from item`);
    expect(await runImport(state, filmsImport, { file })).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 3200,
      rejected: 1,
    });
    expect(await database.db.one(sql.unsafe`select max(changed) as changed, count(*) as count from item`)).toEqual(
      before,
    );
  });
});
