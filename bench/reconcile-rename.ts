import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { JsonObject } from "../kernel/base/json.ts";
import { advisoryLocks } from "../kernel/db/advisory-locks.ts";
import { openPool } from "../kernel/db/pool.ts";
import { kindOf } from "../kernel/kinds/kinds.ts";
import type { Db } from "../kernel/model/db.ts";
import type { Desired } from "../kernel/model/desired.ts";
import { applyPlan } from "../kernel/reconcile/apply/apply.ts";
import { endRewrites } from "../kernel/reconcile/apply/end-rewrites.ts";
import { moveValues } from "../kernel/reconcile/apply/move-values.ts";
import { makePlan } from "../kernel/reconcile/plan/make-plan.ts";
import { createTestDatabase, dropTestDatabase } from "../test/support/database.ts";

const FIELD = { type: "integer", label: "Votes" };
const BODY = { type: "text_long", label: "Body" };
const options = { appliedBy: "bench" };

/**
 * Measures what changes of a type with `items` items and as many revisions cost, and for how long meanwhile the save of
 * one of these items and the read of one had to wait at most: a renamed field, in batches; against it the two bare
 * UPDATEs of the same rows in one transaction; then what is always one transaction, a renamed type and a field of
 * another type.
 */
export async function measureItems(items: number): Promise<void> {
  const url = await createTestDatabase();
  const { db, close } = await openPool(url, { statementTimeout: null });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await applyPlan(db, site("film", { field_a: FIELD, field_body: BODY }), options);
    await storeItems(client, items);
    await client.query("vacuum analyze item, item_revision");
    console.log(
      `\n| ${items} items and as many revisions | ms | longest wait of a save | of a read |\n|---|---|---|---|`,
    );
    await renameInBatches(db, url, items);
    await client.query("vacuum analyze item, item_revision");
    await row("the same rows in one transaction: the UPDATEs alone", url, () => updateAtOnce(client));
    await client.query("vacuum analyze item, item_revision");
    const renamed = site("movie", { field_b: FIELD, field_body: BODY }, { renamed_from: "film" });
    await row("renamed type, one transaction", url, () => applyPlan(db, renamed, options));
    await client.query("vacuum analyze item, item_revision");
    const converted = site("movie", { field_b: { ...FIELD, type: "text" }, field_body: BODY });
    await row("field of another type, one transaction", url, () => applyPlan(db, converted, options));
  } finally {
    await client.end();
    await close();
    await dropTestDatabase(url);
  }
}

async function renameInBatches(db: Db, url: string, items: number): Promise<void> {
  const renaming = site("film", { field_b: { ...FIELD, renamed_from: "field_a" }, field_body: BODY });
  // So that a few items are enough to see it.
  const atOnce = { mostRowsAtOnce: Math.min(100_000, items / 2) };
  await row("renamed field: plan", url, () => makePlan(db, renaming, atOnce));
  const agreed = await makePlan(db, renaming, atOnce);
  await row("renamed field: apply", url, () => applyPlan(db, renaming, { ...options, ...atOnce, agreed }));
  // Before the first one the rows are counted, which holds nobody up.
  let [batches, longest, last] = [0, 0, Number.POSITIVE_INFINITY];
  const onProgress = () => {
    const now = performance.now();
    [batches, longest, last] = [batches + 1, Math.max(longest, now - last), now];
  };
  await row("renamed field: all batches", url, () => moveValues(db, { onProgress }));
  console.log(`| … ${batches} of them, the longest | ${longest.toFixed(0)} | | |`);
  await row("renamed field: the generation that ends it", url, () => endRewrites(db, options));
}

async function updateAtOnce(client: pg.Client): Promise<void> {
  await client.query("begin; set local trovato.rewrite_revisions = 'on'");
  for (const table of ["item", "item_revision"]) {
    await client.query(
      `update ${table} set fields = (fields - 'field_b') || jsonb_build_object('field_c', fields -> 'field_b')`,
    );
  }
  await client.query("rollback");
}

function site(name: string, fields: JsonObject, more: JsonObject = {}): Desired {
  const kind = kindOf("type");
  const source = { file: `packs/bench/types/${name}.yaml`, line: 1, column: 1 };
  const spec = kind.canonical({ label: "Film", fields, ...more });
  return { objects: [{ kind: kind.name, name, pack: "bench", source, sourceOf: () => source, spec }], packs: [] };
}

/** Stores sound items, which need not be checked; the largest index is quicker made at the end. */
async function storeItems(client: pg.Client, items: number): Promise<void> {
  await client.query("drop index item_fields; set session_replication_role = replica");
  await client.query(ITEMS_OF_BENCH, [items]);
  await client.query("reset session_replication_role");
  await client.query("create index item_fields on item using gin (fields jsonb_path_ops)");
}

/** Ids in the order of time, as items have them. */
const ITEMS_OF_BENCH = `
  with made as (
    select ('01900000' || lpad(to_hex(n), 8, '0') || '7000800000000000')::uuid as id,
      ('01900001' || lpad(to_hex(n), 8, '0') || '7000800000000000')::uuid as revision,
      jsonb_build_object('field_a', jsonb_build_object('value', n),
        'field_body', jsonb_build_object('value', repeat(md5(n::text), 6), 'format', 'plain')) as fields
    from generate_series(1, $1::integer) as n
  ), items as (
    insert into item (id, current_revision_id, type, title, author_id, fields)
    select id, revision, 'film', 'A film', '00000000-0000-0000-0000-000000000000', fields from made
  )
  insert into item_revision (id, item_id, title, fields, status, promote, sticky, author_id, langcode)
  select revision, id, 'A film', fields, 1, false, false, '00000000-0000-0000-0000-000000000000', 'und' from made`;

async function row(label: string, url: string, work: () => Promise<unknown>): Promise<void> {
  const waits = await watchWaits(url);
  const begin = performance.now();
  await work();
  const time = performance.now() - begin;
  const { save, read } = await waits.stop();
  console.log(`| ${label} | ${time.toFixed(0)} | ${save.toFixed(0)} | ${read.toFixed(0)} |`);
}

/** Saves one item of a thousand after the other, as content does, and reads, again and again, until it is stopped. */
async function watchWaits(url: string): Promise<{ stop(): Promise<{ save: number; read: number }> }> {
  const longest = { save: 0, read: 0 };
  let isOver = false;
  const repeat = async (key: "save" | "read", work: (client: pg.Client) => Promise<unknown>) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    while (!isOver) {
      const begin = performance.now();
      await work(client);
      longest[key] = Math.max(longest[key], performance.now() - begin);
      await sleep(20);
    }
    await client.end();
  };
  // A subquery, or each row would be compared with an id of its own.
  const one = `id = (select ('01900000' || lpad(to_hex(1 + (random() * 1000)::integer), 8, '0') || '7000800000000000')::uuid)`;
  const all = [
    repeat("save", (client) =>
      client.query(`begin; select pg_advisory_xact_lock_shared(${advisoryLocks.generation});
        update item set changed = now() where ${one}; commit`),
    ),
    repeat("read", (client) => client.query(`select fields from item where ${one}`)),
  ];
  return {
    stop: async () => {
      isOver = true;
      await Promise.all(all);
      return longest;
    },
  };
}
