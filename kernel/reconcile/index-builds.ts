import { sql } from "slonik";
import { indexesFor } from "../gather/indexes.ts";
import { rawSql } from "../gather/raw-sql.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import { readListings } from "./listings.ts";

type Wanted = { readonly name: string; readonly definition: string };
type BuildState = "wanted" | "building" | "built" | "failed";

/** What Postgres says of an index of `item`, or of statistics of it: those are there or not. */
type Found = { readonly name: string; readonly isValid: boolean; readonly isBeingBuilt: boolean };

/**
 * Brings the indexes of `item`, and the statistics that go with them, to what the live gathers ask for, each built concurrently, in no transaction and with no lock held.
 * Killed in between, the next call goes on: what a broken build left is dropped first. A build that fails is logged and noted in
 * `index_build`, and tried again by the next call; listings work without it. Of two calls at once, each leaves alone what the other builds.
 */
export async function buildIndexes(db: Db, log: Log): Promise<void> {
  const { types, gathers } = await readListings(db);
  const wanted = indexesFor(types, gathers.values());
  await dropUnused(db, wanted, log);
  const found = new Map((await findIndexes(db)).map((index) => [index.name, index]));
  const missing = wanted.filter(({ name }) => found.get(name)?.isValid !== true);
  await note(db, missing, "wanted");
  let built = 0;
  for (const index of missing) {
    if (found.get(index.name)?.isBeingBuilt !== true && (await build(db, index, log))) built += 1;
  }
  await note(
    db,
    wanted.filter(({ name }) => found.get(name)?.isValid === true),
    "built",
  );
  if (built > 0) await db.run(sql.unsafe`analyze item`);
}

/** Those that are known here and that no listing asks for any longer. */
async function dropUnused(db: Db, wanted: readonly Wanted[], log: Log): Promise<void> {
  const names = sql.array(
    wanted.map(({ name }) => name),
    "text",
  );
  const unused = await db.many<Wanted>(
    sql.unsafe`select name, definition from index_build where name <> all(${names}) order by name`,
  );
  for (const index of unused) {
    await drop(db, index);
    await db.run(sql.unsafe`delete from index_build where name = ${index.name}`);
    log.info({ index: index.name }, "Dropped an index that no listing uses.");
  }
}

async function findIndexes(db: Db): Promise<readonly Found[]> {
  return db.many<Found>(sql.unsafe`
    select relname as name, indisvalid as "isValid",
      exists (select from pg_stat_progress_create_index where index_relid = indexrelid) as "isBeingBuilt"
    from pg_index join pg_class on pg_class.oid = indexrelid
    where indrelid = 'item'::regclass
    union all
    select stxname, true, false from pg_statistic_ext where stxrelid = 'item'::regclass`);
}

/** True when the index is there afterwards. */
async function build(db: Db, index: Wanted, log: Log): Promise<boolean> {
  await drop(db, index);
  await note(db, [index], "building");
  const begin = performance.now();
  try {
    await db.run(sql.unsafe`${rawSql(index.definition)}`);
  } catch (error) {
    await drop(db, index);
    await note(db, [index], "failed", error instanceof Error ? error.message : String(error));
    log.warn({ index: index.name, error }, "An index could not be built; listings that would use it are slower.");
    return false;
  }
  await note(db, [index], "built");
  log.info({ index: index.name, milliseconds: Math.round(performance.now() - begin) }, "Built an index.");
  return true;
}

async function drop(db: Db, { name, definition }: Wanted): Promise<void> {
  const identifier = sql.identifier([name]);
  const isStatistics = definition.startsWith("create statistics");
  await db.run(
    isStatistics
      ? sql.unsafe`drop statistics if exists ${identifier}`
      : sql.unsafe`drop index concurrently if exists ${identifier}`,
  );
}

async function note(db: Db, indexes: readonly Wanted[], state: BuildState, detail = ""): Promise<void> {
  if (indexes.length === 0) return;
  const rows = indexes.map(({ name, definition }) => [name, definition, state, detail]);
  await db.run(sql.unsafe`
    insert into index_build (name, definition, state, detail)
    select * from ${sql.unnest(rows, ["text", "text", "text", "text"])}
    on conflict (name) do update
    set definition = excluded.definition, state = excluded.state, detail = excluded.detail, changed_at = now()
    where (index_build.definition, index_build.state, index_build.detail)
      is distinct from (excluded.definition, excluded.state, excluded.detail)`);
}
