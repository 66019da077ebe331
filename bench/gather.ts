import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import pg from "pg";
import { sql } from "slonik";
import { parse } from "yaml";
import type { CompiledGather } from "../kernel/gather/compile.ts";
import { compileGather, countQuery, rowsQuery } from "../kernel/gather/compile.ts";
import { resolveDisplay } from "../kernel/gather/display.ts";
import { parseExposed } from "../kernel/gather/exposed.ts";
import { indexesFor } from "../kernel/gather/indexes.ts";
import { itemTypeOf } from "../kernel/kinds/type/item-type.ts";
import type { Query } from "../kernel/model/db.ts";
import { createTestDatabase, dropTestDatabase } from "../test/support/database.ts";
import { CLUBS_HELD, fillGrants, GRANTED, visitorCondition } from "./gather/grants.ts";

/**
 * Listings of 10,000, 100,000 and 1,000,000 items: the compiled SQL against what a person would write for the same
 * answer, both with the indexes that serve them best, in turns on one connection. `GATHER_MAX=100000` leaves the larger
 * sizes out.
 */
export async function run(): Promise<void> {
  const most = Number(process.env["GATHER_MAX"] ?? 1_000_000);
  console.log("| items | listing | compiled ms | by hand ms | ratio |\n|---|---|---|---|---|");
  for (const size of [10_000, 100_000, 1_000_000].filter((candidate) => candidate <= most)) await runSize(size);
}

const packs = join(import.meta.dirname, "../packs/films");
const film = itemTypeOf("film", parse(readFileSync(join(packs, "types/film.yaml"), "utf8")));
const films = { name: "films", spec: parse(readFileSync(join(packs, "gathers/films.yaml"), "utf8")) };
const types = new Map([["film", film]]);
/** The same listing of all that the visitor may view, whether it is published or not. */
const whatever = withoutStatus(films);

const tagId = (number: number) => `018f0000-0000-7000-8000-${String(number).padStart(12, "0")}`;
/** Tag 1 has 2 and 3 below it. */
const below = [tagId(2), tagId(3)];

/** Statement that a person would write: the same columns, and the shortest conditions that their indexes serve. */
const COLUMNS = `id, current_revision_id, type, title, author_id, status, promote, sticky, alias, langcode, stage_id, created, changed, fields`;
const LISTED = "stage_id = 'live' and type = 'film' and status = 1";
const RELEASED = `(fields->'field_released'->>'value') collate "C" desc nulls last, id desc`;

type Listing = {
  readonly name: string;
  readonly query: string;
  readonly where: string;
  readonly values: readonly unknown[];
};

const LISTINGS: readonly Listing[] = [
  { name: "all", query: "", where: LISTED, values: [] },
  {
    name: "rating from 7",
    query: "field_rating[min]=7",
    where: `${LISTED} and (fields->'field_rating'->>'value')::numeric >= $1`,
    values: [7],
  },
  {
    name: "genre and below",
    query: `field_genre=${tagId(1)}`,
    where: `${LISTED} and fields->'field_genre'->0->>'target_id' = any($1)`,
    values: [[tagId(1), ...below]],
  },
  {
    name: "rare genre",
    query: `field_genre=${tagId(40)}`,
    where: `${LISTED} and fields->'field_genre'->0->>'target_id' = $1`,
    values: [tagId(40)],
  },
  { name: "title contains", query: "title=harbour", where: `${LISTED} and title ilike $1`, values: ["%harbour%"] },
];
const PAGES = [1, 100];

async function runSize(size: number): Promise<void> {
  const url = await createTestDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await fill(client, size);
    for (const listing of LISTINGS) {
      const compiled = compile(listing.query);
      for (const page of PAGES) {
        const offset = (page - 1) * 24;
        const text = `select ${COLUMNS} from item where ${listing.where} order by ${RELEASED} limit 24 offset ${offset}`;
        const name = `${listing.name}, page ${page}`;
        await compare(client, size, name, rowsQuery(compiled, { offset, limit: 24 }), {
          text,
          values: [...listing.values],
        });
      }
      const text = `select count(*) as total from item where ${listing.where}`;
      await compare(client, size, `${listing.name}, total`, countQuery(compiled), {
        text,
        values: [...listing.values],
      });
    }
    await measureMiddle(client, size);
    if (size <= 100_000) await measureGrants(client, size);
  } finally {
    await client.end();
    await dropTestDatabase(url);
  }
}

function compile(query: string, access = sql.fragment`item.status = 1`, gather = films): CompiledGather {
  const display = resolveDisplay({ types }, gather, "page");
  return compileGather({
    display,
    exposed: parseExposed(display, new URLSearchParams(query)),
    arguments: {},
    access,
    stage: "live",
    tags: { descendants: (id) => (id === tagId(1) ? below : []), idOf: () => null },
  });
}

function withoutStatus(gather: typeof films): typeof films {
  const displays = gather.spec.displays.map(
    (display: { readonly filters?: readonly { readonly field: string }[] }) => ({
      ...display,
      filters: display.filters?.filter(({ field }) => field !== "status"),
    }),
  );
  return { ...gather, spec: { ...gather.spec, displays } };
}

type Statement = { readonly text: string; readonly values: unknown[] };

function statementOf(query: Query): Statement {
  return { text: query.sql.replaceAll("$slonik_", "$"), values: [...query.values] };
}

async function compare(client: pg.Client, size: number, name: string, query: Query, byHand: Statement): Promise<void> {
  const compiled = statementOf(query);
  const rows = async (statement: Statement) => JSON.stringify((await client.query(statement)).rows);
  if ((await rows(compiled)) !== (await rows(byHand))) throw new Error(`${name} of ${size}: the answers differ.`);
  const [ours, theirs] = await medians([() => client.query(compiled), () => client.query(byHand)]);
  console.log(`| ${size} | ${name} | ${ours!.toFixed(2)} | ${theirs!.toFixed(2)} | ${(ours! / theirs!).toFixed(2)} |`);
}

/**
 * The middle of a listing is the worst of it: pages after it are read from the end, and one that follows another from
 * its anchor.
 */
async function measureMiddle(client: pg.Client, size: number): Promise<void> {
  const compiled = compile("");
  const window = { offset: Math.floor(size / 2.2), limit: 24, anchors: true };
  const middle = statementOf(rowsQuery(compiled, window));
  const { anchor, id } = (await client.query(middle)).rows.at(-1);
  const next = statementOf(rowsQuery(compiled, { ...window, offset: 0, after: { key: anchor, id } }));
  const [jump, step] = await medians([() => client.query(middle), () => client.query(next)]);
  console.log(`| ${size} | all, the middle page | ${jump!.toFixed(2)} | – | – |`);
  console.log(`| ${size} | all, the page after it | ${step!.toFixed(2)} | – | – |`);
}

/**
 * Measures what grants of plugins add: who sees what is published and what was granted, and who sees the latter only.
 */
async function measureGrants(client: pg.Client, size: number): Promise<void> {
  await fillGrants(client);
  const values = [CLUBS_HELD];
  for (const [name, permissions, mayView] of [
    ["published or granted", ["access content"], `(status = 1 or ${GRANTED})`],
    ["granted", [], GRANTED],
  ] as const) {
    const compiled = compile("", await visitorCondition(permissions), whatever);
    const where = `stage_id = 'live' and type = 'film' and ${mayView}`;
    for (const page of PAGES) {
      const offset = (page - 1) * 24;
      const text = `select ${COLUMNS} from item where ${where} order by ${RELEASED} limit 24 offset ${offset}`;
      await compare(client, size, `${name}, page ${page}`, rowsQuery(compiled, { offset, limit: 24 }), {
        text,
        values,
      });
    }
    const text = `select count(*) as total from item where ${where}`;
    await compare(client, size, `${name}, total`, countQuery(compiled), { text, values });
    await requireIndex(client, name, rowsQuery(compiled, { offset: 0, limit: 24 }), "item_grant_");
  }
}

/** Grants are looked up, and never read through. */
async function requireIndex(client: pg.Client, name: string, query: Query, index: string): Promise<void> {
  const { text, values } = statementOf(query);
  const { rows } = await client.query({ text: `explain ${text}`, values });
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  if (!plan.includes(`using ${index}`) && !plan.includes(`on ${index}`)) throw new Error(`${name}: no index.\n${plan}`);
}

/** The median time of each, in milliseconds, run in turns: as often as fits in two seconds, at least five times. */
async function medians(runs: readonly (() => Promise<unknown>)[]): Promise<readonly number[]> {
  const times: number[][] = runs.map(() => []);
  const end = performance.now() + 2_000;
  for (let turn = 0; turn < 5 || (performance.now() < end && turn < 300); turn++) {
    for (const [index, work] of runs.entries()) {
      const start = performance.now();
      await work();
      times[index]!.push(performance.now() - start);
    }
  }
  return times.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]!);
}

/** Films made up by Postgres, without revisions: nothing here reads them. */
async function fill(client: pg.Client, size: number): Promise<void> {
  await client.query(
    "set session_replication_role = replica; set maintenance_work_mem = '512MB'; drop index item_fields",
  );
  await client.query("insert into item_type (type, label, settings) values ('film', 'Film', '{}')");
  await client.query(FILL, [size]);
  await client.query("create index item_fields on item using gin (fields jsonb_path_ops)");
  for (const { definition } of indexesFor(types, [films])) await client.query(definition);
  await client.query(
    "create index by_hand_rating on item (((fields->'field_rating'->>'value')::numeric)) where stage_id = 'live' and type = 'film'",
  );
  await client.query("vacuum analyze item");
}

const WORDS =
  "dark,silver,broken,last,golden,hidden,quiet,burning,lost,distant,bitter,second,river,harbour,city,garden,winter,night,mirror,letter,island,promise,shadow,horizon";

/**
 * Of 24 words, two make a title; a third of the films share the first genres; one in ten has no rating, one in twenty
 * no date.
 */
const FILL = `
  with word as (select string_to_array('${WORDS}', ',') as list)
  insert into item (id, current_revision_id, type, title, author_id, created, fields)
  select gen_random_uuid(), gen_random_uuid(), 'film',
    initcap(list[(1 + n * 7919 % 24)::int] || ' ' || list[(1 + n / 24 % 24)::int]) || ' ' || n,
    '00000000-0000-0000-0000-000000000000', now() - n * interval '1 minute',
    jsonb_strip_nulls(jsonb_build_object(
      'field_released', case when n % 20 > 0 then jsonb_build_object('value', to_char(date '1920-01-01' + (n * 7919 % 38000)::int, 'YYYY-MM-DD')) end,
      'field_genre', jsonb_build_array(jsonb_build_object('target_id', '018f0000-0000-7000-8000-' || lpad((1 + floor(power(random(), 3) * 40))::text, 12, '0'), 'target_type', 'category_tag')),
      'field_rating', case when n % 10 > 0 then jsonb_build_object('value', round((1 + random() * 4.5 + random() * 4.5)::numeric, 1)) end,
      'field_votes', jsonb_build_object('value', floor(random() * 100000)),
      'field_director', jsonb_build_object('value', 'Director ' || n % 5000),
      'field_mpaa', jsonb_build_object('value', (array['G', 'PG', 'PG-13', 'R'])[(1 + n % 4)::int]),
      'field_runtime', jsonb_build_object('value', 70 + n % 100),
      'field_budget', jsonb_build_object('value', (n % 200) * 1000000),
      'field_synopsis', jsonb_build_object('format', 'filtered_html', 'value', repeat(list[(1 + n % 24)::int] || ' and ' || list[(1 + n % 23)::int] || '. ', 12))
    ))
  from generate_series(1, $1::bigint) as n, word`;
