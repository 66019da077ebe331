import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { compileGather, countQuery, rowsQuery } from "../../kernel/gather/compile.ts";
import { resolveDisplay } from "../../kernel/gather/display.ts";
import { parseExposed } from "../../kernel/gather/exposed.ts";
import type { GatherIndex } from "../../kernel/gather/indexes.ts";
import { indexesFor } from "../../kernel/gather/indexes.ts";
import { rawSql } from "../../kernel/gather/raw-sql.ts";
import type { Query } from "../../kernel/model/db.ts";
import type { Site } from "../../kernel/model/site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { films, gatherOf, seedListings } from "./listing-site.ts";

const GENRE = "018f0000-0000-7000-8000-000000000007";

let database: TestDatabase;
let site: Site;
let indexes: readonly GatherIndex[];

beforeAll(async () => {
  database = await openTestDatabase();
  site = await seedListings(database.db, []);
  indexes = indexesFor(site.types, site.gathers.values());
  const { db } = database;
  await db.run(sql.unsafe`alter table item drop constraint item_current_revision`);
  await db.run(sql.unsafe`
    insert into item (id, current_revision_id, type, title, author_id, created, fields)
    select gen_random_uuid(), gen_random_uuid(), 'film', md5(n::text), gen_random_uuid(), now() - n * interval '1 minute',
      jsonb_build_object(
        'field_released', jsonb_build_object('value', to_char(date '1920-01-01' + n, 'YYYY-MM-DD')),
        'field_rating', jsonb_build_object('value', (n % 1000) / 100.0),
        'field_genre', jsonb_build_array(jsonb_build_object('target_id', '018f0000-0000-7000-8000-' || lpad((n % 300)::text, 12, '0'))),
        'field_synopsis', jsonb_build_object('value', repeat(md5(n::text), 20), 'format', 'plain'))
    from generate_series(1, 20000) as n`);
  for (const { definition } of indexes) await db.run(sql.unsafe`${rawSql(definition)}`);
  await db.run(sql.unsafe`vacuum analyze item`);
});
afterAll(() => database.close());

describe("the indexes that the films want", () => {
  const cases: [string, string, string][] = [
    ["the default order", "", "sorted by field_released"],
    ["an order that was chosen", "sort=field_rating", "sorted by field_rating"],
    ["an order the other way", "sort=field_rating&order=asc", "sorted by field_rating"],
    ["the same index from its end", "sort=title&order=desc", "sorted by title"],
    ["a rare range", "field_rating[min]=9.98", "sorted by field_rating"],
    ["a rare genre", `field_genre=${GENRE}`, "filtered by field_genre"],
    ["a part of a title", "title=abcdef", "filtered by title"],
  ];
  test.each(cases)("serve %s", async (_, query, reason) => {
    const plan = await explain(rowsQuery(compile(query), { offset: 0, limit: 24 }));
    const used = indexes.filter(({ name }) => plan.includes(name));
    expect(used.map((index) => index.reason)).toEqual([`gather.films.page is ${reason}`]);
    expect(plan).not.toContain("Seq Scan");
  });

  test("serve the count, which reads an index alone", async () => {
    expect(await explain(countQuery(compile("")))).toMatch(/Index Only Scan using gather_status_/);
  });

  test("let the planner tell how many there are", async () => {
    const plan = await explain(countQuery(compile(`field_genre=${GENRE}`)));
    const rows = Number(/Scan (?:using \S+ )?on item .*?rows=(\d+)/.exec(plan)?.[1]);
    expect(rows).toBeGreaterThan(30);
    expect(rows).toBeLessThan(130);
  });
});

test("names are the same each time, differ when the definition does, and fit", () => {
  expect(indexesFor(site.types, site.gathers.values())).toEqual(indexes);
  expect(new Set(indexes.map((index) => index.name)).size).toBe(indexes.length);
  for (const { name } of indexes) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
  const of = (type: string) =>
    indexesFor(site.types, [gatherOf("a", { sorts: [{ field: type }] })]).map((index) => index.name);
  expect(of("field_rating")).not.toEqual(of("field_votes"));
});

test("what is listed by nothing but its age needs no index of its own but for counting", () => {
  const names = indexesFor(site.types, [gatherOf("plain", {})]).map((index) => index.reason);
  expect(names).toEqual(["gather.plain.page counts its items"]);
});

test("long texts are searched by trigrams and never sorted by", () => {
  const wanted = indexesFor(site.types, [
    gatherOf("long", {
      filters: [{ field: "field_synopsis", operator: "contains", exposed: { label: "Text" } }],
      sorts: [{ field: "field_synopsis" }],
      pager: { type: "mini" },
    }),
  ]);
  expect(wanted.map((index) => index.definition.replace(/gather_\w+_[0-9a-f]{12}/, "NAME"))).toEqual([
    "create index concurrently if not exists NAME on item using gin ((fields->'field_synopsis'->>'value') gin_trgm_ops) where stage_id = 'live' and type = 'film'",
    "create statistics if not exists NAME (mcv) on type, (fields->'field_synopsis'->>'value') from item",
  ]);
});

function compile(query: string) {
  const display = resolveDisplay(site, films, "page");
  return compileGather({
    display,
    exposed: parseExposed(display, new URLSearchParams(query)),
    arguments: {},
    access: sql.fragment`"item"."status" = 1`,
    stage: "live",
    tags: { descendants: () => [], idOf: () => null },
  });
}

async function explain(query: Query): Promise<string> {
  const rows = await database.db.many<{ "QUERY PLAN": string }>(sql.unsafe`explain ${query}`);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}
