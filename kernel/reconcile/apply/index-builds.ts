import { sql } from "slonik";
import { advisoryLocks } from "../../db/advisory-locks.ts";
import { openPool } from "../../db/pool.ts";
import { rawSql } from "../../gather/raw-sql.ts";
import type { Db } from "../../model/db.ts";
import type { Log } from "../../model/log.ts";
import { readWantedIndexes } from "../plan/listings.ts";

type Wanted = { readonly name: string; readonly definition: string };
type BuildState = "wanted" | "building" | "built" | "failed";

/**
 * Brings the indexes of `item`, and the statistics that go with them, to what the live gathers ask for, each built
 * concurrently and in no transaction. Killed in between, the next call goes on: what a broken build left is dropped
 * first. A build that fails is logged and noted in `index_build`, and tried again by the next call; listings work
 * without it. While another builds, this leaves it to that one. Builds may take hours, so it has connections of its
 * own, on which nothing times out.
 * @throws Fault `db.unavailable`
 */
export async function buildIndexes(url: string, log: Log): Promise<void> {
  const pool = await openPool(url, { size: 2, statementTimeout: null });
  try {
    await buildOn(pool.db, log);
  } finally {
    await pool.close();
  }
}

async function buildOn(db: Db, log: Log): Promise<void> {
  await db.transaction(async (holder) => {
    if (!(await takeBuildLock(holder))) return;
    const tried = new Set<string>();
    // What an apply asks for meanwhile is built too: whoever made that apply has left it to this call.
    while (await buildMissing(db, log, tried));
    if (tried.size > 0) await db.run(sql.unsafe`analyze item`);
  });
}

/**
 * The holder's transaction stays open for as long as builds take. It must see nothing meanwhile, or a build would wait
 * for it: so its last statement is one that needs no snapshot, which takes the place of the one that did.
 */
async function takeBuildLock(holder: Db): Promise<boolean> {
  const { taken } = await holder.one<{ readonly taken: boolean }>(
    sql.unsafe`select pg_try_advisory_xact_lock(${advisoryLocks.indexes}) as taken`,
  );
  await holder.run(sql.unsafe`set local idle_in_transaction_session_timeout = 0`);
  return taken;
}

/** True when there was something that had not been tried. */
async function buildMissing(db: Db, log: Log, tried: Set<string>): Promise<boolean> {
  const wanted = await readWantedIndexes(db);
  await dropUnused(db, wanted, log);
  const valid = await validIndexes(db);
  const missing = wanted.filter(({ name }) => !valid.has(name) && !tried.has(name));
  await note(db, missing, "wanted");
  await note(
    db,
    wanted.filter(({ name }) => valid.has(name)),
    "built",
  );
  for (const index of missing) {
    tried.add(index.name);
    await build(db, index, log);
  }
  return missing.length > 0;
}

/** Drops the indexes that are known here and that no listing asks for any longer. */
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

/** The indexes of `item` that can be used, and the statistics of it. */
async function validIndexes(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.many<{ readonly name: string }>(sql.unsafe`
    select relname as name from pg_index join pg_class on pg_class.oid = indexrelid
    where indrelid = 'item'::regclass and indisvalid
    union all
    select stxname from pg_statistic_ext where stxrelid = 'item'::regclass`);
  return new Set(rows.map((row) => row.name));
}

async function build(db: Db, index: Wanted, log: Log): Promise<void> {
  await drop(db, index);
  await note(db, [index], "building");
  const begin = performance.now();
  try {
    await db.run(sql.unsafe`${rawSql(index.definition)}`);
  } catch (error) {
    await drop(db, index);
    await note(db, [index], "failed", error instanceof Error ? error.message : String(error));
    log.warn({ index: index.name, error }, "An index could not be built; listings that would use it are slower.");
    return;
  }
  await note(db, [index], "built");
  log.info({ index: index.name, milliseconds: Math.round(performance.now() - begin) }, "Built an index.");
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
