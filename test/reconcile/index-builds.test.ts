import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { Db } from "../../kernel/model/db.ts";
import { SILENT } from "../../kernel/model/log.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { buildIndexes } from "../../kernel/reconcile/apply/index-builds.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
import { desiredOf } from "../support/desired.ts";
import { FILMS } from "../support/film-specs.ts";

const options = { appliedBy: "test" };

let database: TestDatabase;
let db: Db;
beforeEach(async () => {
  database = await openTestDatabase();
  db = database.db;
});
afterEach(() => database.close());

type Index = { readonly name: string; readonly valid: boolean };

const builtIndexes = () =>
  db.many<Index>(sql.unsafe`
    select relname as name, indisvalid as valid from pg_index join pg_class on pg_class.oid = indexrelid
    where indrelid = 'item'::regclass and relname like 'gather\\_%'
    union all select stxname, true from pg_statistic_ext order by 1`);
const notes = () =>
  db.many<{ name: string; state: string }>(sql.unsafe`select name, state from index_build order by 1`);

test("what the gathers ask for is built, known, and dropped when nothing asks for it", async () => {
  await applyPlan(db, desiredOf(FILMS), options);
  await buildIndexes(database.url, SILENT);
  const indexes = await builtIndexes();
  expect(indexes.length).toBeGreaterThan(1);
  expect(indexes.every(({ valid }) => valid)).toBe(true);
  expect(await notes()).toEqual(indexes.map(({ name }) => ({ name, state: "built" })));

  const { "gather.films": _, ...others } = FILMS;
  await applyPlan(db, desiredOf(others), options);
  await buildIndexes(database.url, SILENT);
  expect(await builtIndexes()).toEqual([]);
  expect(await notes()).toEqual([]);
});

test("what a killed build left behind is built again", async () => {
  await applyPlan(db, desiredOf(FILMS), options);
  await buildIndexes(database.url, SILENT);
  const [broken, missing] = (await builtIndexes()).map(({ name }) => name).filter((name) => !name.includes("rating"));
  await db.run(sql.unsafe`update pg_index set indisvalid = false where indexrelid = ${broken!}::regclass`);
  await db.run(sql.unsafe`update index_build set state = 'building' where name = ${broken!}`);
  await db.run(sql.unsafe`drop index ${sql.identifier([missing!])}`);
  await buildIndexes(database.url, SILENT);
  expect((await builtIndexes()).every(({ valid }) => valid)).toBe(true);
  expect((await notes()).map(({ state }) => state)).toEqual((await builtIndexes()).map(() => "built"));
});

test("a build that fails is noted, does not stop the others, and is tried again", async () => {
  await applyPlan(db, desiredOf(FILMS), options);
  await db.run(sql.unsafe`create function refuse() returns event_trigger language plpgsql as
    'begin if current_query() like ''%field_rating%'' then raise exception ''no room''; end if; end'`);
  await db.run(sql.unsafe`create event trigger refuse on ddl_command_start when tag in ('CREATE INDEX')
    execute function refuse()`);
  const warnings: string[] = [];
  await buildIndexes(database.url, { ...SILENT, warn: (_fields, message) => warnings.push(message) });
  const states = new Set((await notes()).map(({ state }) => state));
  expect([warnings.length > 0, states]).toEqual([true, new Set(["built", "failed"])]);
  await db.run(sql.unsafe`drop event trigger refuse`);
  await buildIndexes(database.url, SILENT);
  expect(new Set((await notes()).map(({ state }) => state))).toEqual(new Set(["built"]));
});

test("a plan says which indexes come and which go", async () => {
  const indexLines = async (declared: Declared) => {
    const { changes } = await makePlan(db, desiredOf(declared));
    const lines = changes.flatMap((change) => change.lines.map((line) => ({ ...line, address: change.address })));
    return lines
      .filter(({ op }) => op === "index")
      .map(({ address, before, after }) => `${address}: ${after ?? `no longer ${before}`}`);
  };
  await applyPlan(db, desiredOf(FILMS), options);
  await buildIndexes(database.url, SILENT);
  expect(await indexLines(FILMS)).toEqual([]);
  const gather = structuredClone(FILMS["gather.films"]) as { displays: { filters?: object[]; sorts?: object[] }[] };
  gather.displays[0]!.filters!.pop();
  gather.displays[0]!.sorts = [{ field: "field_votes" }];
  const lines = await indexLines({ ...FILMS, "gather.films": gather as never });
  expect(lines).toContain("gather.films: gather.films.page is sorted by field_votes");
  expect(lines).toContain("gather.films: no longer gather.films.page is filtered by field_rating");
  const { "gather.films": _, ...others } = FILMS;
  expect(await indexLines(others)).toContain("gather.films: no longer gather.films.page is sorted by field_released");
});

test("two calls at once do not get in each other's way", async () => {
  await applyPlan(db, desiredOf(FILMS), options);
  await Promise.all([buildIndexes(database.url, SILENT), buildIndexes(database.url, SILENT)]);
  await buildIndexes(database.url, SILENT);
  expect((await builtIndexes()).every(({ valid }) => valid)).toBe(true);
  expect(new Set((await notes()).map(({ state }) => state))).toEqual(new Set(["built"]));
});
